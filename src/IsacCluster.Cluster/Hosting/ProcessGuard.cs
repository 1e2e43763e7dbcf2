using IsacCluster.Cluster.Networking;

namespace IsacCluster.Cluster.Hosting;

/// <summary>
/// Keeps the silos of one process to themselves, by a secret that is drawn for it: their ports are on loopback, which every user of the
/// machine reaches. Disposed after the silos.
/// </summary>
public sealed class ProcessGuard : IDisposable
{
    internal ConnectionGuard Connections { get; } = ConnectionGuard.OfProcess();

    public void Dispose() => Connections.Dispose();
}
