using System.Net;
using IsacCluster.Cluster;
using IsacCluster.Cluster.Hosting;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace IsacCluster.Silo.Hosting;

/// <summary>
/// N silos in this process over one data folder: no server, no configuration. Disposing drains: running tasks finish within
/// the grace, results are acknowledged, leases handed back.
/// </summary>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    private readonly DataFolder? _folder;
    private readonly IRecordStore _store;
    private readonly IReadOnlyList<IHost> _hosts;
    private readonly OrleansQuiet _quiet;
    private readonly ProcessGuard _guard;
    private bool _stopped;

    private EmbeddedCluster(
        DataFolder? folder, IRecordStore store, IReadOnlyList<IHost> hosts, OrleansQuiet quiet, ProcessGuard guard)
    {
        _quiet = quiet;
        _guard = guard;
        _folder = folder;
        _store = store;
        _hosts = hosts;
        Client = hosts[0].Services.GetRequiredService<IJobClient>();
    }

    /// <summary>Submits and watches jobs.</summary>
    public IJobClient Client { get; }

    /// <exception cref="DataFolderException">The folder is in use, cannot be written, or its database is damaged.</exception>
    public static async Task<EmbeddedCluster> StartAsync(EmbeddedClusterOptions options, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Silos, 1);
        var folder = options.ReadOnly ? null : DataFolder.Open(options.DataFolder);
        IRecordStore? store = null;
        var hosts = new List<IHost>();
        var quiet = new OrleansQuiet();
        var guard = new ProcessGuard();
        try
        {
            store = folder is null
                ? SqliteSnapshot.Open(DataFolder.DatabaseOf(options.DataFolder))
                : SqliteStore.Open(folder.DatabasePath, options.DatabaseLimitBytes / SqliteStore.PageBytes);
            using LoopbackPorts ports = LoopbackPorts.Hold(options.Silos);
            for (int silo = 0; silo < options.Silos; silo++) hosts.Add(Build(options, store, ports, silo, quiet, guard));
            await hosts[0].StartAsync(cancellation); // the primary keeps the membership the others join
            await Task.WhenAll(hosts.Skip(1).Select(host => host.StartAsync(cancellation)));
            return new EmbeddedCluster(folder, store, hosts, quiet, guard);
        }
        catch
        {
            await Task.WhenAll(hosts.Select(StopAsync));
            store?.Dispose();
            folder?.Dispose();
            guard.Dispose();
            throw;
        }
    }

    /// <summary>Drains and stops. What was accepted is durable.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped) return;
        _stopped = true;
        // Agents hand back and report to lanes on any silo, so all of them leave before the first silo goes.
        await Task.WhenAll(_hosts.Select(host => host.Services.StopJobEngineAsync()));
        _quiet.IsStopping = true;
        foreach (var host in _hosts.Reverse()) await StopAsync(host); // the primary, which keeps the membership, goes last
        _store.Dispose();
        _folder?.Dispose();
        _guard.Dispose();
    }

    private static IHost Build(
        EmbeddedClusterOptions options, IRecordStore store, LoopbackPorts ports, int silo, OrleansQuiet quiet, ProcessGuard guard)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddLogging(logging => logging.AddFilter(quiet.Passes));
        builder.Services.AddSingleton(options.TimeProvider);
        builder.UseOrleans(orleans => orleans
            .GuardedBy(guard)
            .UseDevelopmentClustering(new IPEndPoint(IPAddress.Loopback, ports[0]))
            .ConfigureEndpoints(IPAddress.Loopback, ports[silo], gatewayPort: 0)
            .Configure<Orleans.Configuration.ClusterOptions>(cluster => cluster.ServiceId = cluster.ClusterId = "isac")
            .Configure<SiloOptions>(identity => identity.SiloName = $"silo-{silo}")
            .AddActivityPropagation()
            .AddSqliteGrainStorage(store));
        builder.Services.AddJobEngine(engine =>
        {
            engine.Slots = Slots(options, silo);
            engine.Identity = SiloIdentities.Here;
            options.ConfigureCluster?.Invoke(engine);
        });
        options.ConfigureServices(builder.Services);
        return builder.Build();
    }

    private static SlotCounts Slots(EmbeddedClusterOptions options, int silo)
    {
        if (options.ReadOnly) return 0;
        if (options.Slots is { } slots) return slots(silo);
        int cpu = options.SlotsPerSilo ?? Math.Max(1, Environment.ProcessorCount / options.Silos);
        int least = options.Needs == SlotKind.Accelerator ? 1 : 0;
        return cpu > 0 && silo == 0 ? new SlotCounts(cpu, Math.Max(least, options.Accelerators.Count)) : cpu;
    }

    private static async Task StopAsync(IHost host)
    {
        await host.StopAsync();
        await host.DisposeHostAsync();
    }

    /// <summary>
    /// Lets warnings and worse pass; of Orleans itself errors only (its warnings advise servers), nothing of what its storage
    /// bridge says for every grain when the data folder fails (the job says it once), and nothing while this process takes its silos down
    /// one after another, when each of them misses the last.
    /// </summary>
    private sealed class OrleansQuiet
    {
        public volatile bool IsStopping;

        public bool Passes(string? category, LogLevel level) =>
            category == typeof(SqliteGrainStorage).FullName ? false
            : category?.StartsWith("Orleans", StringComparison.Ordinal) == true
                ? level >= LogLevel.Error && !IsStopping
                : level >= LogLevel.Warning;
    }
}
