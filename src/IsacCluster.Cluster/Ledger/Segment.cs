using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Ledger;

/// <summary>
/// The accepted work between two neighbouring canonical boundaries of a lane: which indices, and their merged result. The
/// statistics of a prefix [0, b) can be restored exactly when b is an edge between segments, and only then.
/// </summary>
internal sealed class Segment(Interval range, ILaneResult result)
{
    private byte[]? _bytes;

    public Interval Range { get; } = range;

    public IntervalSet Accepted { get; } = new();

    /// <summary>The merged result of exactly the accepted indices.</summary>
    public ILaneResult Result { get; } = result;

    public bool IsComplete => Accepted.Count == Range.Length;

    public static Segment Restore(SegmentState state, IJob job, int lane)
    {
        var segment = new Segment(state.Range, job.Read(lane, state.Result)) { _bytes = state.Result };
        foreach (var interval in state.Accepted) segment.Accepted.Add(interval);
        return segment;
    }

    public void Accept(ReadOnlySpan<Interval> ranges, ILaneResult result)
    {
        Result.Merge(result);
        foreach (var range in ranges) Accepted.Add(range);
        _bytes = null;
    }

    /// <summary>This segment over another range that still contains everything accepted: nothing is lost.</summary>
    public Segment Reshape(Interval range)
    {
        var reshaped = new Segment(range, Result) { _bytes = _bytes };
        foreach (var interval in Accepted.Intervals) reshaped.Accepted.Add(interval);
        return reshaped;
    }

    /// <summary>This segment as two neighbours.</summary>
    public (Segment Left, Segment Right) Divide(IDivisibleResult result, Interval left, Interval right)
    {
        return (Part(left), Part(right));

        Segment Part(Interval range)
        {
            var part = new Segment(range, result.Part(range.First, range.End));
            foreach (var interval in Accepted.Intervals) part.Accepted.Add(interval.Intersect(range));
            return part;
        }
    }

    public SegmentState ToState() => new(Range, [.. Accepted.Intervals], _bytes ??= Result.ToBytes());
}
