using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Ledger;

/// <summary>What becomes of a report: accepted once, or rejected.</summary>
public sealed partial class LaneLedger
{
    /// <summary>
    /// Accepts the result of a range if none of its indices is accepted yet and the lane still wants it, whoever holds its lease by
    /// now; a lease over any part of it becomes void.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are not a result of this lane; nothing changed.</exception>
    public bool TryAccept(long leaseId, AgentId owner, Interval range, ReadOnlySpan<byte> result, IReadOnlyList<StageTotal> stages)
    {
        var partial = _job.Read(_lane, result);
        bool exact = _leases.TryEnd(leaseId, owner, out var lease, out long twin) && lease.Range == range;
        var opened = _line.TryAccept([range], partial);
        if (opened is null)
        {
            if (lease.Id != 0 && twin == 0) Return(lease);
            _counts += new TaskCounts { TasksRejected = 1 };
            return false;
        }

        // A range that matches its lease is disjoint from every other state; only strays need the search.
        if (exact) EndExact(lease, twin);
        else WithdrawClaims(range, twin == 0 ? lease : default);
        Book(partial, [range], opened, stages);
        return true;
    }

    /// <summary>
    /// Accepts the merged result of several leased ranges, all or none: each lease must be its owner's still, and the ranges must be
    /// wanted, free of accepted indices and within one segment.
    /// </summary>
    /// <returns>Whether it was accepted; if not, nothing changed.</returns>
    /// <exception cref="InvalidDataException">The bytes are not a result of this lane; nothing changed.</exception>
    public bool TryAcceptMerged(
        AgentId owner, IReadOnlyList<(long LeaseId, Interval Range)> parts, ReadOnlySpan<byte> result, IReadOnlyList<StageTotal> stages)
    {
        if (parts.Select(part => part.LeaseId).Distinct().Count() != parts.Count) return false;
        if (!parts.All(part => _leases.Holds(part.LeaseId, owner, part.Range))) return false;
        Interval[] ranges = [.. parts.Select(part => part.Range)];
        var partial = _job.Read(_lane, result);
        if (_line.TryAccept(ranges, partial) is not { } opened) return false;
        foreach (var (leaseId, _) in parts)
        {
            _leases.TryEnd(leaseId, owner, out var lease, out long twin);
            EndExact(lease, twin);
        }

        Book(partial, ranges, opened, stages);
        return true;
    }

    private void EndExact(Lease lease, long twin)
    {
        if (twin != 0) _leases.Void(twin);
        double turnaround = _leases.AgeOf(lease).TotalSeconds;
        _meanTurnaround = _meanTurnaround is { } mean ? MeanMemory * mean + (1 - MeanMemory) * turnaround : turnaround;
    }

    private void Book(ILaneResult partial, ReadOnlySpan<Interval> ranges, IReadOnlyList<Interval> opened, IReadOnlyList<StageTotal> stages)
    {
        _arguments?.Accept(partial, ranges);
        foreach (var interval in opened) _available.Add(interval);
        foreach (var range in ranges) _counts += new TaskCounts { TasksAccepted = 1, SamplesComputed = range.Length };
        foreach (var stage in stages)
            _stages[stage.Stage] = _stages.GetValueOrDefault(stage.Stage) + new StageTime(stage.Calls, stage.Seconds);
    }

    private void WithdrawClaims(Interval range, Lease ended)
    {
        _available.Remove(range);
        if (ended.Id != 0) Return(ended);
        foreach (var lease in _leases.VoidOverlapping(range)) Return(lease);
        foreach (var retry in _retries.Withdraw(range)) Return(retry.Range, retry.History);
        foreach (var parked in _poison.Where(parked => parked.Range.Overlaps(range)).ToList())
        {
            _poison.Remove(parked);
            foreach (var gap in _line.Gaps(parked.Range)) _available.Add(gap);
        }
    }
}
