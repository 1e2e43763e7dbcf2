using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Lanes;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Client;

/// <summary>What a lane's record says, merged, without its grain.</summary>
internal sealed record LaneAtRest(LaneStatus Status, byte[] Result, IReadOnlyList<PoisonRange> Poison, IReadOnlyList<StageTotal> Stages)
{
    /// <param name="record">Null where the lane has never been written.</param>
    /// <param name="run">Of the job; what a lane counted in an earlier one is past.</param>
    public static LaneAtRest Of(IJob job, int lane, LaneRecord? record, long run)
    {
        LaneState state = record?.Ledger ?? LaneState.Empty;
        var line = new SegmentLine(job, lane, state.Segments);
        bool current = record is not null && record.Run == run;
        IReadOnlyList<PoisonRange> poison = current ? state.Poison : [];
        long parked = poison.Sum(range => range.Range.Length);
        LanePhase phase = line.StopReason is not null ? LanePhase.Closed
            : parked > 0 && parked >= line.Boundary - line.AcceptedCount ? LanePhase.Blocked : LanePhase.Open;
        var status = new LaneStatus(
            lane, job.Lanes[lane].Label, phase, line.Boundary, line.AcceptedCount, line.StopReason,
            current ? state.Counts : new TaskCounts { SamplesReused = line.AcceptedCount }, poison.Count,
            state.Segments.Sum(segment => (long)segment.Result.Length));
        return new LaneAtRest(status, line.ToBytes(), poison, state.Stages);
    }
}
