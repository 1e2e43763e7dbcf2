using IsacCluster.Cluster.Hosting;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Live;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Silo.Hosting;

/// <summary>What the endpoint of a silo may say about it. Thread-safe.</summary>
internal sealed class SiloState
{
    private volatile IServiceProvider? _services;

    /// <summary>What the silo says of its jobs.</summary>
    public LiveLog Log { get; } = new(TimeProvider.System);

    /// <summary>Why the silo is not ready for work; null while it is.</summary>
    public string? Trouble => _services is { } services ? ClusterNetworking.TroubleOf(services) : "it has not joined its cluster";

    /// <summary>A client inside the silo; null while it is not ready.</summary>
    public IJobClient? Client => _services?.GetRequiredService<IJobClient>();

    public void Joined(IServiceProvider services) => _services = services;

    public void Left() => _services = null;
}
