namespace IsacCluster.Cluster.Membership;

/// <summary>
/// How a silo stands with its cluster, as the store shows it from time to time: whether it is ready for work, and whether it must leave,
/// since nobody can find it any more. Not thread-safe.
/// </summary>
internal sealed class Standing(string cluster, string store, TimeProvider time)
{
    /// <summary>How long the store may be silent before the silo counts as not ready.</summary>
    public static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(10);

    private const int MissesUntilLeaving = 2; // one may be a table that is just being written
    private long _heard = time.GetTimestamp();
    private int _misses;
    private bool _wasEmpty;

    /// <summary>Why it is not ready; null while it is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The store has not answered.</summary>
    public void Missed()
    {
        var silence = time.GetElapsedTime(_heard);
        if (silence >= MostSilence)
            Trouble = $"the store {store} does not answer";
    }

    /// <summary>The store has answered.</summary>
    /// <returns>Why the silo must leave and join again; null while it may stay.</returns>
    public string? Saw(StoreSight sight)
    {
        _heard = time.GetTimestamp();
        _misses = sight.HasRow ? 0 : _misses + 1;
        _wasEmpty = !sight.HasRow && (_wasEmpty || !sight.HasTable); // others may have made a table anew meanwhile
        string? missing = sight.HasRow ? null
            : _wasEmpty ? $"the store {store} holds no membership of cluster '{cluster}' any more: it was emptied or replaced"
            : $"the membership of cluster '{cluster}' does not name it any more";
        Trouble = missing ?? (sight.IsClockWrong ? StoreSight.Describe(sight.ClockOffset, store) : null);
        return _misses >= MissesUntilLeaving ? missing : null;
    }
}
