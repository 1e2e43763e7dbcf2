using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Ledger;

/// <summary>
/// The segments of one lane, contiguous from index 0, and the canonical decisions over them. Only segments below
/// <see cref="Boundary"/> belong to the result; segments beyond it are left-overs of a longer earlier run, kept for a later one.
/// </summary>
internal sealed class SegmentLine
{
    private readonly IJob _job;
    private readonly int _lane;
    private readonly List<Segment> _segments;
    private ILaneResult _prefix;
    private int _decided; // segments [0, _decided) are complete and merged into _prefix

    public SegmentLine(IJob job, int lane, IReadOnlyList<SegmentState> states)
    {
        _job = job;
        _lane = lane;
        _segments = [.. states.Select(state => Segment.Restore(state, job, lane))];
        _prefix = job.Empty(lane);
        Decide();
    }

    /// <summary>Indices [0, Boundary) are wanted.</summary>
    public long Boundary { get; private set; }

    /// <summary>Why the lane stopped; null while it is open.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Accepted indices below the boundary.</summary>
    public long AcceptedCount => Active.Sum(segment => segment.Accepted.Count);

    private IEnumerable<Segment> Active => _segments.TakeWhile(segment => segment.Range.First < Boundary);

    /// <summary>What is below the boundary and not accepted.</summary>
    public IEnumerable<Interval> Missing() => Active.SelectMany(segment => segment.Accepted.Gaps(segment.Range));

    /// <summary>The results of everything accepted below the boundary, in parts.</summary>
    public IEnumerable<ILaneResult> Results() => Active.Select(segment => segment.Result);

    /// <summary>The segment of an index below the boundary.</summary>
    public Segment At(long index)
    {
        int low = 0, high = _segments.Count - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_segments[middle].Range.End > index) high = middle;
            else low = middle + 1;
        }

        return _segments[low];
    }

    /// <summary>The parts of a range that are not accepted; the range lies below the boundary.</summary>
    public IEnumerable<Interval> Gaps(Interval range) => Active
        .Where(segment => segment.Range.Overlaps(range))
        .SelectMany(segment => segment.Accepted.Gaps(segment.Range.Intersect(range)));

    /// <summary>
    /// Accepts a result if its ranges are wanted, lie in one segment and have no accepted index. Returns the ranges that became
    /// wanted because the acceptance completed a boundary, or null when the result was rejected.
    /// </summary>
    /// <param name="ranges">Disjoint, at least one.</param>
    public IReadOnlyList<Interval>? TryAccept(ReadOnlySpan<Interval> ranges, ILaneResult result)
    {
        if (StopReason is not null || ranges[0].First < 0 || ranges[0].First >= Boundary) return null;
        var segment = At(ranges[0].First);
        foreach (var range in ranges)
        {
            if (range.IsEmpty || range.End > Boundary || !segment.Range.Contains(range) || segment.Accepted.Overlaps(range)) return null;
        }

        segment.Accept(ranges, result);
        if (!segment.IsComplete) return [];
        long before = Boundary;
        Decide();
        return before == Boundary ? [] : [.. Gaps(new Interval(before, Boundary))];
    }

    /// <summary>The merged result of everything accepted below the boundary.</summary>
    public byte[] ToBytes()
    {
        if (StopReason is not null) return _prefix.ToBytes();
        var merged = _job.Empty(_lane);
        merged.Merge(_prefix);
        foreach (var segment in Active.Skip(_decided)) merged.Merge(segment.Result);
        return merged.ToBytes();
    }

    public IReadOnlyList<SegmentState> ToState() => [.. _segments.Select(segment => segment.ToState())];

    /// <summary>Asks the job at every boundary whose prefix is complete, from the present one on.</summary>
    private void Decide()
    {
        while (StopReason is null && MergeUpToBoundary())
        {
            var decision = _job.Decide(_lane, Boundary, _prefix);
            if (decision.NextBoundary is not { } next)
            {
                StopReason = decision.StopReason ?? "stopped";
                return;
            }

            if (next <= Boundary || next != _job.NextBoundary(_lane, Boundary))
                throw new InvalidOperationException($"Lane {_lane}: the boundary after {Boundary} cannot be {next}.");
            CutAt(next);
            Boundary = next;
        }
    }

    private bool MergeUpToBoundary()
    {
        for (; _decided < _segments.Count && _segments[_decided].Range.First < Boundary; _decided++)
        {
            if (!_segments[_decided].IsComplete) return false;
            _prefix.Merge(_segments[_decided].Result);
        }

        return true;
    }

    /// <summary>
    /// Makes <paramref name="edge"/> an edge between segments. Beyond the last segment a new one begins. A segment that is cut
    /// keeps its work if all of it lies on one side, or if its result can be divided; else <see cref="PlanCut.Find"/> has refused the plan.
    /// </summary>
    private void CutAt(long edge)
    {
        long end = _segments.Count == 0 ? 0 : _segments[^1].Range.End;
        if (edge > end)
        {
            _segments.Add(new Segment(new Interval(end, edge), _job.Empty(_lane)));
            return;
        }

        int at = _segments.IndexOf(At(edge - 1));
        var segment = _segments[at];
        if (segment.Range.End == edge) return;
        Interval left = new(segment.Range.First, edge), right = new(edge, segment.Range.End);
        if (segment.Result is IDivisibleResult divisible)
        {
            (_segments[at], var rest) = segment.Divide(divisible, left, right);
            _segments.Insert(at + 1, rest);
            return;
        }

        bool allLeft = !segment.Accepted.Overlaps(right), allRight = !segment.Accepted.Overlaps(left);
        if (!allLeft && !allRight)
            throw new InvalidOperationException($"Lane {_lane}: the boundary {edge} lies within accepted work of {segment.Range}.");
        _segments[at] = allLeft ? segment.Reshape(left) : new Segment(left, _job.Empty(_lane));
        _segments.Insert(at + 1, allRight && !allLeft ? segment.Reshape(right) : new Segment(right, _job.Empty(_lane)));
    }
}
