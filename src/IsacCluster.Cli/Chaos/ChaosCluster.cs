using System.Security.Cryptography;
using IsacCluster.Cluster.Networking;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Cli.Chaos;

/// <summary>A store and silos as processes on loopback, with secrets of their own.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private readonly GarnetProcess _store;
    private readonly List<(SiloProcess Silo, StoreProxy Way)> _silos;
    private ClusterSession? _session;

    private ChaosCluster(GarnetProcess store, List<(SiloProcess Silo, StoreProxy Way)> silos)
    {
        _store = store;
        _silos = silos;
        Silos = [.. silos.Select(entry => entry.Silo)];
    }

    public ClusterAddress Address => _store.Address;

    public GarnetProcess Store => _store;

    public IReadOnlyList<SiloProcess> Silos { get; }

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
                silo => Silo(store.Address, new SiloProcessOptions($"silo-{silo}", slots, folder, data)))]);
        try
        {
            foreach (SiloProcess silo in cluster.Silos)
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

    /// <summary>The way of one silo to the store, which is its own.</summary>
    public StoreProxy WayOf(SiloProcess silo) => _silos.Single(entry => entry.Silo == silo).Way;

    /// <summary>Starts every silo that is down and waits until it has joined.</summary>
    public Task ReviveAsync() => Task.WhenAll(Silos.Where(silo => !silo.IsRunning).Select(silo =>
    {
        silo.Start();
        return silo.ReadyAsync();
    }));

    public async ValueTask DisposeAsync()
    {
        if (_session is not null) await _session.DisposeAsync().ConfigureAwait(false);
        foreach ((SiloProcess silo, StoreProxy way) in _silos)
        {
            silo.Dispose();
            await way.DisposeAsync().ConfigureAwait(false);
        }

        _store.Dispose();
    }

    private static (SiloProcess Silo, StoreProxy Way) Silo(ClusterAddress address, SiloProcessOptions options)
    {
        var way = new StoreProxy(address.StorePort, TimeProvider.System);
        return (new SiloProcess(address with { StorePort = way.Port }, options), way);
    }
}
