namespace IsacCluster.Cluster.Ledger;

/// <summary>
/// The leases of one lane. A late report is judged by the accepted intervals alone, so after a crash nobody needs to hold one; what is kept
/// of them on disk says whose death was an attempt at which ranges. All leases of an owner expire together, since one heartbeat renews them
/// all; those that were restored from disk do by themselves, for their owner may know nothing of them.
/// Ranges are disjoint, but for twins: a straggler and its one copy have the same range and other owners. While one twin
/// lives, the end of the other gives nothing back.
/// </summary>
/// <param name="isGone">Whether the cluster knows no such agent alive any more; null where nobody can tell.</param>
public sealed class LeaseBook(TimeProvider time, TimeSpan lifetime, Func<AgentId, bool>? isGone = null)
{
    private readonly Dictionary<long, Lease> _leases = [];
    private readonly Dictionary<long, long> _twins = []; // both ways
    private readonly Dictionary<long, DateTimeOffset> _restored = []; // when they lapse
    private readonly Dictionary<AgentId, DateTimeOffset> _expiry = [];
    private long _nextId = 1;

    /// <summary>As <see cref="ClusterOptions.RetryHold"/>.</summary>
    public TimeSpan Hold { get; init; } = new ClusterOptions().RetryHold;

    public int Count => _leases.Count;

    /// <summary>Grows with every lease.</summary>
    public long Version => _nextId;

    /// <summary>Agents whose heartbeat is heard.</summary>
    public int OwnerCount => _expiry.Count;

    /// <summary>Leases of suspects.</summary>
    public int SuspectCount { get; private set; }

    public bool HoldsSuspect(AgentId owner) =>
        SuspectCount > 0 && _leases.Values.Any(lease => lease.Owner == owner && lease.History.IsSuspect && !IsCleared(lease));

    /// <summary>Whether a suspect has lived through its probation.</summary>
    public bool IsCleared(Lease lease) => lease.Begun && AgeOf(lease) > lease.History.Probation;

    public bool IsGone(AgentId owner) => isGone?.Invoke(owner) == true;

    public Lease Grant(AgentId owner, Interval range, AttemptHistory? history = null)
    {
        Renew(owner);
        return Add(new Lease(_nextId++, owner, range, history ?? AttemptHistory.None, time.GetTimestamp()));
    }

    /// <summary>
    /// A lease that was on disk. Nobody renews it: the grant may never have reached its owner, who may have given it back since.
    /// </summary>
    public void Restore(AgentId owner, Interval range, AttemptHistory history, DateTimeOffset since, bool begun)
    {
        var now = time.GetUtcNow();
        double age = Math.Max(0, (now - since).TotalSeconds);
        var lease = Add(new Lease(
            _nextId++, owner, range, history, time.GetTimestamp() - (long)(age * time.TimestampFrequency), begun));
        _restored[lease.Id] = now + lifetime;
    }

    /// <summary>A suspect begins.</summary>
    /// <returns>False if <paramref name="owner"/> does not hold it any more.</returns>
    public bool TryBegin(long id, AgentId owner)
    {
        if (!_leases.TryGetValue(id, out var lease) || lease.Owner != owner) return false;
        _leases[id] = lease with { GrantedAt = time.GetTimestamp(), Begun = true };
        return true;
    }

    /// <summary>What is kept on disk: neighbours of one owner and one history together.</summary>
    public IReadOnlyList<HeldRange> ToState()
    {
        if (_leases.Count == 0) return [];
        var ordinary = new Dictionary<AgentId, (IntervalSet Ranges, long Since)>();
        var held = new List<HeldRange>();
        foreach (var lease in _leases.Values)
        {
            if (lease.History.Attempts > 0)
            {
                held.Add(new HeldRange(lease.Owner, lease.Range, lease.History, MomentOf(lease.GrantedAt), lease.Begun));
                continue;
            }

            if (!ordinary.TryGetValue(lease.Owner, out var owned)) ordinary[lease.Owner] = owned = (new IntervalSet(), lease.GrantedAt);
            owned.Ranges.Add(lease.Range);
        }

        foreach (var (owner, (ranges, since)) in ordinary)
        {
            var moment = MomentOf(since);
            held.AddRange(ranges.Intervals.Select(range => new HeldRange(owner, range, AttemptHistory.None, moment, Begun: false)));
        }

        return held;
    }

    /// <summary>Grants the range of a live lease that has no twin to another owner as well.</summary>
    public Lease GrantCopy(AgentId owner, Lease straggler)
    {
        var copy = Grant(owner, straggler.Range, straggler.History);
        _twins[copy.Id] = straggler.Id;
        _twins[straggler.Id] = copy.Id;
        return copy;
    }

    public void Renew(AgentId owner) => _expiry[owner] = time.GetUtcNow() + lifetime;

    /// <summary>A moment for <see cref="Since"/>.</summary>
    public long Now => time.GetTimestamp();

    public TimeSpan Since(long moment) => time.GetElapsedTime(moment);

    /// <summary>Whether another owner's heartbeat is heard.</summary>
    public bool HasOther(AgentId owner) => time.GetUtcNow() is var now && _expiry.Any(entry => entry.Key != owner && entry.Value > now);

    public TimeSpan AgeOf(Lease lease) => time.GetElapsedTime(lease.GrantedAt);

    /// <summary>Leases without a twin that are older than <paramref name="age"/>, the oldest first; no suspects.</summary>
    public IReadOnlyList<Lease> Stragglers(TimeSpan age) =>
        [.. _leases.Values.Where(lease => AgeOf(lease) > age && !_twins.ContainsKey(lease.Id) && !lease.History.IsSuspect)
            .OrderBy(lease => lease.Id)];

    /// <summary>Whether <paramref name="owner"/> holds a lease of exactly this range.</summary>
    public bool Holds(long id, AgentId owner, Interval range) =>
        _leases.TryGetValue(id, out var lease) && lease.Owner == owner && lease.Range == range;

    /// <summary>Ends a lease if <paramref name="owner"/> still holds it.</summary>
    /// <param name="twin">The lease that still holds the range, which is now without a twin; 0 if there is none.</param>
    public bool TryEnd(long id, AgentId owner, out Lease lease, out long twin)
    {
        twin = 0;
        if (!_leases.TryGetValue(id, out lease)) return false;
        if (lease.Owner != owner)
        {
            lease = default;
            return false;
        }

        Remove(lease);
        twin = Unlink(id);
        return true;
    }

    /// <summary>Ends a lease whose work is done by its twin.</summary>
    public void Void(long id)
    {
        if (_leases.TryGetValue(id, out var lease)) Remove(lease);
    }

    /// <summary>Writes down what the ended twin has come to on the lease that still holds the range.</summary>
    public void Amend(long id, Func<AttemptHistory, AttemptHistory> amend)
    {
        var lease = _leases[id];
        Remove(lease);
        Add(lease with { History = amend(lease.History) });
    }

    /// <summary>Voids every lease that touches <paramref name="range"/> and returns them, one of twins.</summary>
    public IReadOnlyList<Lease> VoidOverlapping(Interval range) => Void(lease => lease.Range.Overlaps(range));

    /// <summary>Leases whose owner's heartbeat stopped, which is forgotten, and those from disk whose time is over.</summary>
    public IReadOnlyList<Lease> TakeExpired()
    {
        var now = time.GetUtcNow();
        var silent = _expiry.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToHashSet();
        foreach (var owner in silent) _expiry.Remove(owner);
        bool lapses = _restored.Count > 0 && _restored.Values.Any(lapse => lapse <= now);
        if (silent.Count == 0 && !lapses) return [];
        return [.. _leases.Values.Where(
            lease => _restored.TryGetValue(lease.Id, out var lapse) ? lapse <= now : silent.Contains(lease.Owner))];
    }

    /// <summary>Leases of owners that are dead, who are forgotten.</summary>
    public IReadOnlyList<Lease> TakeDead(Func<AgentId, bool> isDead)
    {
        var dead = _leases.Values.Select(lease => lease.Owner).Concat(_expiry.Keys).Distinct().Where(isDead).ToHashSet();
        foreach (var owner in dead) _expiry.Remove(owner);
        return [.. _leases.Values.Where(lease => dead.Contains(lease.Owner))];
    }

    public void Clear()
    {
        _leases.Clear();
        _twins.Clear();
        _expiry.Clear();
        _restored.Clear();
        SuspectCount = 0;
    }

    private DateTimeOffset MomentOf(long timestamp) => time.GetUtcNow() - time.GetElapsedTime(timestamp);

    private Lease Add(Lease lease)
    {
        _leases.Add(lease.Id, lease);
        if (lease.History.IsSuspect) SuspectCount++;
        return lease;
    }

    private void Remove(Lease lease)
    {
        _leases.Remove(lease.Id);
        if (_restored.Count > 0) _restored.Remove(lease.Id);
        if (lease.History.IsSuspect) SuspectCount--;
    }

    private List<Lease> Void(Func<Lease, bool> predicate)
    {
        var voided = _leases.Values.Where(predicate).ToList();
        foreach (var lease in voided) Remove(lease);
        voided.RemoveAll(lease => Unlink(lease.Id) != 0); // the twin holds the range, or is voided with it and follows without a link
        return voided;
    }

    private long Unlink(long id)
    {
        if (!_twins.Remove(id, out long twin)) return 0;
        _twins.Remove(twin);
        return twin;
    }
}
