using IsacCluster.Cluster.Client;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Membership;
using IsacCluster.Cluster.Networking;
using IsacCluster.Cluster.Storage;
using IsacCluster.Cluster.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;

namespace IsacCluster.Cluster.Hosting;

/// <summary>Joins a host to a cluster over a store of the Redis protocol.</summary>
public static class ClusterNetworking
{
    /// <summary>A silo: membership, grain state and reminders in the store, guarded connections, quick detection of dead silos.</summary>
    /// <param name="kubernetes">
    /// Take name and cluster from the pod, and watch over the pods of dead silos (Orleans' Kubernetes hosting).
    /// </param>
    /// <param name="identity">What the silo is.</param>
    public static void UseCluster(
        this ISiloBuilder silo, ClusterAddress address, SiloEndpoint endpoint, string name, SiloIdentity identity, bool kubernetes)
    {
        silo.Services.AddSingleton(_ => RollOf(address, endpoint, name, identity));
        silo.UseRedisClustering(options => options.ConfigurationOptions = StoreConnection.Options(address));
        silo.Services.UseRedisReminderService(options => options.ConfigurationOptions = StoreConnection.Options(address));
        silo.Services.AddGrainStorage("Default", (services, _) => CreateStorage(services, address));
        silo.Configure<Orleans.Configuration.ClusterOptions>(cluster => cluster.ServiceId = cluster.ClusterId = address.Name);
        silo.Configure<SiloOptions>(identity => identity.SiloName = name);
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = endpoint.Advertised;
            endpoints.SiloPort = endpoint.Port;
            endpoints.GatewayPort = endpoint.GatewayPort;
            endpoints.SiloListeningEndpoint = new(endpoint.Bind, endpoint.Port);
            endpoints.GatewayListeningEndpoint = new(endpoint.Bind, endpoint.GatewayPort);
        });
        if (kubernetes) silo.UseKubernetesHosting();
        silo.Configure<ClusterMembershipOptions>(Watchful);
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = CallLimit);
        silo.Services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler>(services => services.GetRequiredService<EvictionSignal>()));
        silo.Services.AddSingleton<EvictionSignal>();
        silo.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<StoreWatch>(services, address));
        silo.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<MembershipWatch>(services, address));
        silo.Services.AddHostedService(services => services.GetRequiredService<MembershipWatch>());
        silo.AddActivityPropagation();
        if (address.Secret is { } secret)
        {
            var guard = new ConnectionGuard(secret, address.Name);
            silo.Services.AddSingleton(_ => guard); // disposed with the host
            guard.Guard(silo);
        }
    }

    /// <summary>Asks the store for an answer, so that what is wrong with it is said in one line and before anything starts.</summary>
    /// <exception cref="ClusterException">It cannot be reached or refuses the password.</exception>
    public static Task CheckStoreAsync(ClusterAddress address) => StoreConnection.CheckAsync(address);

    /// <summary>Asks the store what it is and how it keeps what it is given, before a silo starts.</summary>
    /// <exception cref="ClusterException">It cannot be reached, or it would drop what a cluster keeps in it.</exception>
    public static Task AdmitStoreAsync(ClusterAddress address) => StoreInspection.AdmitAsync(address);

    /// <summary>Refuses a silo whose clock would make the others take it for dead.</summary>
    /// <exception cref="ClusterException">The clock is wrong, or the store does not answer.</exception>
    public static Task AdmitClockAsync(ClusterAddress address, string silo, TimeProvider time) =>
        StoreSight.AdmitClockAsync(address, silo, time);

    /// <summary>Refuses a silo of another build, protocol or instruction set than those that the cluster has.</summary>
    /// <exception cref="ClusterException">It is of another kind, or the store does not answer.</exception>
    public static Task AdmitKindAsync(
        ClusterAddress address, SiloEndpoint endpoint, string name, SiloIdentity identity, bool allowMixed) =>
        RollOf(address, endpoint, name, identity).JoinAsync(allowMixed);

    /// <summary>Why a silo of a cluster of processes is not ready for work; null while it is.</summary>
    public static string? TroubleOf(IServiceProvider silo) => silo.GetService<MembershipWatch>()?.Trouble;

    /// <summary>Starts a host that is a client of the cluster.</summary>
    /// <param name="patience">How long the cluster may take to answer, first and later; null: two minutes.</param>
    /// <param name="waiting">Told in one line when that lasts.</param>
    /// <exception cref="ClusterException">No silo answered within the patience.</exception>
    public static Task<IHost> ConnectAsync(
        ClusterAddress address, IJobFactory factory, TimeSpan? patience, TimeProvider time, CancellationToken cancellation,
        Action<string>? waiting = null) =>
        new ClusterConnection(
            address,
            new ClientPatience(patience ?? ClientPatience.Usual.Value, Waiting: waiting, IsNamed: patience is not null),
            time).OpenAsync(factory, cancellation);

    /// <summary>Calls are idempotent and repeated, so that one to a silo that has just died is given up early.</summary>
    internal static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A killed silo is found after 3 s. The last of three failed probes goes through another silo; where that one died too, it is asked
    /// in vain until the table shows it as stale, 6 s after its last sign of life. A silo that is slow to start on a busy machine must not
    /// be taken for a dead one.
    /// </summary>
    private static void Watchful(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 1;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(3);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedTableIAmAliveLimit = 3;
        membership.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
        membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
    }

    private static SiloRoll RollOf(ClusterAddress address, SiloEndpoint endpoint, string name, SiloIdentity identity) =>
        new(address, $"{new System.Net.IPEndPoint(endpoint.Advertised, endpoint.Port)}", name, identity);

    private static EnduringGrainStorage CreateStorage(IServiceProvider services, ClusterAddress address) =>
        ActivatorUtilities.CreateInstance<EnduringGrainStorage>(services, new RedisRecords(address));
}
