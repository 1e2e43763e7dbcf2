using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Ledger;

/// <summary>
/// A canonical boundary of a plan that lies within accepted work of an earlier one. The statistics of neither side can be told from the
/// merged result, so the plan would have to discard it, and is refused.
/// </summary>
/// <param name="Edge">The boundary.</param>
/// <param name="Segment">The indices over which the work was merged.</param>
/// <param name="Accepted">How many of them are accepted.</param>
public readonly record struct PlanCut(long Edge, Interval Segment, long Accepted)
{
    /// <summary>
    /// The first such boundary of a lane; null if the plan keeps everything, wherever it may stop.
    /// </summary>
    public static PlanCut? Find(IJob job, int lane, LaneState state)
    {
        if (job.Empty(lane) is IDivisibleResult) return null;
        int at = 0;
        long edge = 0;
        while (at < state.Segments.Count && job.NextBoundary(lane, edge) is { } next)
        {
            edge = next;
            while (at < state.Segments.Count && state.Segments[at].Range.End <= edge) at++;
            if (at == state.Segments.Count) return null;
            var segment = state.Segments[at];
            if (segment.Accepted.Any(range => range.First < edge) && segment.Accepted.Any(range => range.End > edge))
                return new PlanCut(edge, segment.Range, segment.Accepted.Sum(range => range.Length));
        }

        return null;
    }
}
