using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;

namespace IsacCluster.Cluster.Lanes;

/// <summary>
/// What a lane has told its coordinator of the work that it has, and whether there is news. Notices are sent one after another, so work
/// that ran out and came back between two of them is told by <see cref="LaneNotice.Refilled"/>. Not thread-safe: the lane's grain owns it.
/// </summary>
/// <param name="incarnation">Of the lane's grain.</param>
internal sealed class LaneBulletin(long incarnation)
{
    private long _sequence;
    private bool _toldWork, _ranOut;
    private int _toldStragglers;

    /// <summary>Whether the coordinator should be told how it stands now.</summary>
    public bool IsNews(bool hasWork, int stragglers)
    {
        bool refilled = _ranOut && hasWork;
        _ranOut |= !hasWork;
        return refilled || _toldWork != hasWork || _toldStragglers < stragglers;
    }

    /// <summary>The next notice.</summary>
    /// <param name="status">As persisted.</param>
    /// <param name="run">That the lane takes part in.</param>
    public LaneNotice Next(bool hasWork, int stragglers, LaneStatus status, long run)
    {
        bool refilled = _ranOut && hasWork;
        (_ranOut, _toldWork, _toldStragglers) = (false, hasWork, stragglers);
        return new LaneNotice(++_sequence, hasWork, status, stragglers, incarnation, refilled, run);
    }
}
