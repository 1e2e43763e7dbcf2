using IsacCluster.Cluster.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Silo.Hosting;

/// <summary>What the endpoint of a silo may say about it. Thread-safe.</summary>
internal sealed class SiloState
{
    private volatile IServiceProvider? _services;

    /// <summary>Whether the silo has joined and is not leaving.</summary>
    public bool IsReady => _services is not null;

    /// <summary>A client inside the silo; null while it is not ready.</summary>
    public IJobClient? Client => _services?.GetRequiredService<IJobClient>();

    public void Joined(IServiceProvider services) => _services = services;

    public void Left() => _services = null;
}
