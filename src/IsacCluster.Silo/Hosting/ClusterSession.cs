using IsacCluster.Cluster.Hosting;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Networking;
using IsacCluster.Silo.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IsacCluster.Silo.Hosting;

/// <summary>A client's connection to a cluster of processes.</summary>
public sealed class ClusterSession : IAsyncDisposable
{
    /// <summary>How long a cluster may take to answer first, unless a client says otherwise.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(2);

    private readonly IHost _host;

    private ClusterSession(IHost host) => _host = host;

    public IJobClient Client => _host.Services.GetRequiredService<IJobClient>();

    /// <param name="dataFolder">The folder that the silos share, as this machine sees it.</param>
    /// <param name="patience">How long the cluster may take to answer first; default <see cref="DefaultPatience"/>.</param>
    /// <param name="waiting">Told in one line when the cluster does not answer for a while, with the likely cause.</param>
    /// <exception cref="ClusterException">The cluster cannot be reached.</exception>
    public static async Task<ClusterSession> ConnectAsync(
        ClusterAddress address, string dataFolder, CancellationToken cancellation, TimeSpan? patience = null,
        Action<string>? waiting = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.Validate();
        var factory = new SpecificationJobFactory(TimeProvider.System, Path.GetFullPath(dataFolder));
        return new ClusterSession(
            await ClusterNetworking.ConnectAsync(address, factory, patience, TimeProvider.System, cancellation, waiting)
                .ConfigureAwait(false));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().ConfigureAwait(false);
        await _host.DisposeHostAsync().ConfigureAwait(false);
    }
}
