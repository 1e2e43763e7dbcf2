using IsacCluster.Cluster.Activations;
using IsacCluster.Cluster.Agents;
using IsacCluster.Cluster.Client;
using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Membership;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;

namespace IsacCluster.Cluster.Hosting;

/// <summary>Adds the job engine to a silo.</summary>
public static class ClusterHosting
{
    /// <summary>Grains whose place a silo remembers. Orleans sets memory aside for all of them, by default for a million, 20 MB.</summary>
    private const int MostPlaces = 20_000;

    /// <summary>
    /// Registers agent, client and catalog. Call it after the silo itself was added, so that the agent starts after it and stops before
    /// it. The host registers an <see cref="IJobFactory"/> and a grain storage.
    /// </summary>
    public static IServiceCollection AddJobEngine(this IServiceCollection services, Action<ClusterOptions> configure)
    {
        services.AddOptions<ClusterOptions>().Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ClusterOptions>, ClusterOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddJobClient();
        services.AddSingleton<JobPresence>();
        services.AddSingleton<JobSite>();
        services.AddSingleton<JobsOnRecord>();
        services.AddSingleton<SiloDeaths>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(silo => silo.GetRequiredService<SiloDeaths>());
        services.AddSingleton(typeof(ActivationsAtRest<>));
        services.TryAddSingleton<ISlotPoolFactory, ThreadSlots.Factory>();
        services.AddHostedService<NodeAgent>();
        return services.Configure<GrainDirectoryOptions>(options => options.CacheSize = MostPlaces);
    }

    /// <summary>What silos and clients from outside have in common.</summary>
    internal static IServiceCollection AddJobClient(this IServiceCollection services)
    {
        services.AddSingleton<IJobDescriptions, CoordinatorDescriptions>();
        services.AddSingleton<JobCatalog>();
        services.AddSingleton<IJobClient, JobClient>();
        // A refusal is found where the lanes are, and comes as what it is to whoever asked; its type knows nothing of Orleans.
        return services.Configure<ExceptionSerializationOptions>(
            options => options.SupportedNamespacePrefixes.Add(typeof(SpecificationException).Namespace!));
    }

    /// <summary>Ends the agent of this silo while the silo still serves: tasks finish within the grace, the rest is handed back.</summary>
    public static Task StopJobEngineAsync(this IServiceProvider services) =>
        Task.WhenAll(services.GetServices<IHostedService>().OfType<NodeAgent>().Select(agent => agent.StopAsync(CancellationToken.None)));

    /// <summary>Disposes a host together with services that can only be disposed asynchronously.</summary>
    public static async ValueTask DisposeHostAsync(this IHost host)
    {
        if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else host.Dispose();
    }

    /// <summary>Lets a silo speak with those that have the same guard and with nobody else.</summary>
    public static ISiloBuilder GuardedBy(this ISiloBuilder silo, ProcessGuard guard)
    {
        ArgumentNullException.ThrowIfNull(guard);
        guard.Connections.Guard(silo);
        return silo;
    }

    /// <summary>Keeps all grain state in one store, which the silos of a process share.</summary>
    public static ISiloBuilder AddSqliteGrainStorage(this ISiloBuilder silo, IRecordStore store)
    {
        silo.Services.AddGrainStorage(
            "Default", (services, _) => new SqliteGrainStorage(store, services.GetRequiredService<Serializer>()));
        return silo;
    }
}
