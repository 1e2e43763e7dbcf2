using System.Security.Cryptography;
using IsacCluster.Cluster.Networking;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Cli.Chaos;

/// <summary>A store and silos as processes on loopback, with secrets of their own.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private readonly GarnetProcess _store;
    private readonly List<SiloProcess> _silos;
    private ClusterSession? _session;

    private ChaosCluster(GarnetProcess store, List<SiloProcess> silos)
    {
        _store = store;
        _silos = silos;
    }

    public ClusterAddress Address => _store.Address;

    public GarnetProcess Store => _store;

    public IReadOnlyList<SiloProcess> Silos => _silos;

    public ClusterSession Session => _session ?? throw new InvalidOperationException("The cluster was not started.");

    /// <param name="folder">For the store's files and the shared data folder.</param>
    public static async Task<ChaosCluster> StartAsync(string folder, int silos, string slots, CancellationToken cancellation)
    {
        var address = new ClusterAddress
        {
            Name = "chaos",
            StorePassword = RandomNumberGenerator.GetHexString(32),
            Secret = RandomNumberGenerator.GetHexString(32),
        };
        GarnetProcess store = await GarnetProcess.StartAsync(Path.Combine(folder, "store"), address, cancellation).ConfigureAwait(false);
        string data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        var cluster = new ChaosCluster(
            store,
            [.. Enumerable.Range(0, silos).Select(
                silo => new SiloProcess(store.Address, new SiloProcessOptions($"silo-{silo}", slots, folder, data)))]);
        try
        {
            foreach (SiloProcess silo in cluster._silos)
            {
                silo.Start();
                await silo.ReadyAsync().WaitAsync(cancellation).ConfigureAwait(false);
            }

            cluster._session = await ClusterSession.ConnectAsync(store.Address, data, cancellation).ConfigureAwait(false);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts every silo that is down and waits until it has joined.</summary>
    public Task ReviveAsync() => Task.WhenAll(_silos.Where(silo => !silo.IsRunning).Select(silo =>
    {
        silo.Start();
        return silo.ReadyAsync();
    }));

    public async ValueTask DisposeAsync()
    {
        if (_session is not null) await _session.DisposeAsync().ConfigureAwait(false);
        foreach (SiloProcess silo in _silos) silo.Dispose();
        _store.Dispose();
    }
}
