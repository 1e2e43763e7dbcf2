using System.Net;
using System.Net.Sockets;
using IsacCluster.Cli.Chaos;

namespace IsacCluster.ClusterTests.Chaos;

/// <summary>The way of a silo to its store, which a chaos run cuts and slows down.</summary>
public sealed class StoreProxyTests : IAsyncLifetime
{
    private readonly TcpListener _store = new(IPAddress.Loopback, 0);
    private readonly CancellationToken _test = TestContext.Current.CancellationToken;
    private StoreProxy? _proxy;

    private StoreProxy Proxy => _proxy!;

    public ValueTask InitializeAsync()
    {
        _store.Start();
        _proxy = new StoreProxy(((IPEndPoint)_store.LocalEndpoint).Port, TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task Bytes_pass_either_way_until_the_way_is_cut_and_again_once_it_is_healed()
    {
        (TcpClient silo, TcpClient store) = await ConnectAsync();
        await AssertPassesAsync(silo, store);
        await AssertPassesAsync(store, silo);
        Proxy.Cut();
        Assert.Equal(0, await ReadAsync(silo));
        Assert.Equal(0, await ReadAsync(store));
        using (var refused = new TcpClient())
        {
            await refused.ConnectAsync(IPAddress.Loopback, Proxy.Port, _test);
            Assert.Equal(0, await ReadAsync(refused));
        }

        Proxy.Heal();
        (TcpClient again, TcpClient there) = await ConnectAsync();
        await AssertPassesAsync(again, there);
        foreach (TcpClient client in new[] { silo, store, again, there }) client.Dispose();
    }

    [Fact]
    public async Task A_slow_way_loses_nothing()
    {
        (TcpClient silo, TcpClient store) = await ConnectAsync();
        Proxy.Slow(TimeSpan.FromMilliseconds(1));
        for (int i = 0; i < 10; i++) await AssertPassesAsync(silo, store);
        silo.Dispose();
        Assert.Equal(0, await ReadAsync(store));
        store.Dispose();
    }

    private async Task<(TcpClient Silo, TcpClient Store)> ConnectAsync()
    {
        var silo = new TcpClient();
        await silo.ConnectAsync(IPAddress.Loopback, Proxy.Port, _test);
        return (silo, await _store.AcceptTcpClientAsync(_test));
    }

    private async Task AssertPassesAsync(TcpClient from, TcpClient to)
    {
        byte[] sent = [1, 2, 3, 4, 5], got = new byte[sent.Length];
        await from.GetStream().WriteAsync(sent, _test);
        await to.GetStream().ReadExactlyAsync(got, _test);
        Assert.Equal(sent, got);
    }

    /// <summary>Bytes that were read; 0 at the end, however the connection ended.</summary>
    private async Task<int> ReadAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1], _test);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
