using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Silo.Live;

/// <summary>What the readers of a live page share: snapshots that are taken while somebody asks. Thread-safe.</summary>
internal sealed class LiveBoard
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    private readonly SharedValue<Overview> _overview;

    public LiveBoard(LiveSource source, TimeProvider time)
    {
        Source = source;
        var reader = new OverviewReader(time);
        _overview = new SharedValue<Overview>(() => reader.ReadAsync(Client, CancellationToken.None), time, Least);
    }

    public LiveSource Source { get; }

    /// <exception cref="NotReadyException">There is none.</exception>
    public IJobClient Client => Source.Client() ?? throw new NotReadyException();

    /// <exception cref="NotReadyException">There is no cluster to ask.</exception>
    public Task<Overview> OverviewAsync(CancellationToken stop) => _overview.GetAsync(stop);
}

/// <summary>There is no cluster to ask, for a while.</summary>
internal sealed class NotReadyException() : Exception("not ready");
