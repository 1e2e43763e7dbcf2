namespace IsacCluster.Cluster.Ledger;

/// <summary>
/// Ranges that were attempted before and wait for another attempt: the ledger's, which owns it. Neighbours of one history are one entry, of
/// which a task is taken at a time. Not thread-safe.
/// </summary>
internal sealed class RetryBook(LeaseBook leases)
{
    private readonly List<Entry> _entries = [];

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The ranges, in increasing order.</summary>
    public IEnumerable<RetryRange> Ranges =>
        _entries.OrderBy(entry => entry.Range.First).Select(entry => new RetryRange(entry.Range, entry.History));

    /// <summary>Ranges that any agent may have now that their time has come.</summary>
    public int RipeCount => _entries.Count(entry => entry.FailedAt is not null && IsRipe(entry));

    /// <summary>Whether a task could be taken now by somebody.</summary>
    public bool HasAny(Func<Interval, bool> isReady) => _entries.Exists(entry => isReady(entry.Range)
        && (!entry.History.IsSuspect || (IsRipe(entry) && leases.SuspectCount < Math.Max(1, leases.OwnerCount))));

    /// <param name="failedAt">Who failed it; null where nobody did.</param>
    public void Add(Interval range, AttemptHistory history, AgentId? failedAt = null)
    {
        if (range.IsEmpty) return;
        long now = leases.Now;
        if (failedAt is null && _entries.FindIndex(entry =>
            entry.FailedAt is null && entry.Range.End == range.First && entry.History == history) is >= 0 and var at)
        {
            _entries[at] = _entries[at] with { Range = new Interval(_entries[at].Range.First, range.End), Since = now };
            return;
        }

        _entries.Add(new Entry(range, history, failedAt, now));
    }

    /// <summary>Takes the next task that an agent may have; null if there is none.</summary>
    /// <param name="cut">The task at the beginning of a range.</param>
    /// <param name="isReady">Whether the task at the beginning of a range has what it needs.</param>
    public RetryRange? Take(AgentId owner, Func<Interval, Interval> cut, Func<Interval, bool> isReady)
    {
        int at = _entries.FindIndex(entry => MayHave(owner, entry) && isReady(entry.Range));
        if (at < 0) return null;
        var entry = _entries[at];
        var task = cut(entry.Range);
        if (task == entry.Range) _entries.RemoveAt(at);
        else _entries[at] = entry with { Range = new Interval(task.End, entry.Range.End) };
        return new RetryRange(task, entry.History);
    }

    /// <summary>Takes out the entries that touch a range.</summary>
    public IReadOnlyList<RetryRange> Withdraw(Interval range)
    {
        var withdrawn = _entries.Where(entry => entry.Range.Overlaps(range)).ToList();
        foreach (var entry in withdrawn) _entries.Remove(entry);
        return [.. withdrawn.Select(entry => new RetryRange(entry.Range, entry.History))];
    }

    /// <summary>
    /// A range that failed at one agent goes to another if there is one, for the reason may be the node: a full disk, a missing file.
    /// After a while the first may try again. A suspect waits for a while, so that whoever wants to cancel the job finds a silo alive, and
    /// a silo has one of them at a time.
    /// </summary>
    private bool MayHave(AgentId owner, Entry entry) => entry.History.IsSuspect
        ? IsRipe(entry) && !leases.HoldsSuspect(owner)
        : entry.FailedAt is not { } failed || failed != owner || !leases.HasOther(owner) || IsRipe(entry);

    private bool IsRipe(Entry entry) => leases.Since(entry.Since) > leases.Hold;

    private sealed record Entry(Interval Range, AttemptHistory History, AgentId? FailedAt, long Since);
}
