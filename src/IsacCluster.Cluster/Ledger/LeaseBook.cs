namespace IsacCluster.Cluster.Ledger;

/// <summary>One incarnation of a node agent; a restarted agent is another one.</summary>
[GenerateSerializer, Immutable, Alias("isac.agent-id")]
public readonly record struct AgentId([property: Id(0)] string Value)
{
    public override string ToString() => Value;
}

/// <summary>The right of one agent to work on a range until it expires.</summary>
/// <param name="Failures">Failed attempts of this range before the lease.</param>
/// <param name="LastError">The error of the last of them.</param>
public readonly record struct Lease(long Id, AgentId Owner, Interval Range, int Failures, string LastError);

/// <summary>
/// The leases of one lane, disjoint by construction. They live in memory only: after a crash nobody holds one, and a late
/// report is judged by the accepted intervals alone. All leases of an owner expire together, since one heartbeat renews them all.
/// </summary>
public sealed class LeaseBook(TimeProvider time, TimeSpan lifetime)
{
    private readonly Dictionary<long, Lease> _leases = [];
    private readonly Dictionary<AgentId, DateTimeOffset> _expiry = [];
    private long _nextId = 1;

    public int Count => _leases.Count;

    public Lease Grant(AgentId owner, Interval range, int failures = 0, string lastError = "")
    {
        Renew(owner);
        var lease = new Lease(_nextId++, owner, range, failures, lastError);
        _leases.Add(lease.Id, lease);
        return lease;
    }

    public void Renew(AgentId owner) => _expiry[owner] = time.GetUtcNow() + lifetime;

    /// <summary>Ends a lease if <paramref name="owner"/> still holds it.</summary>
    public bool TryEnd(long id, AgentId owner, out Lease lease) =>
        _leases.TryGetValue(id, out lease) && lease.Owner == owner && _leases.Remove(id);

    /// <summary>Voids every lease that touches <paramref name="range"/> and returns them.</summary>
    public IReadOnlyList<Lease> VoidOverlapping(Interval range) => Void(lease => lease.Range.Overlaps(range));

    /// <summary>Voids the leases of owners whose heartbeat stopped and returns them.</summary>
    public IReadOnlyList<Lease> VoidExpired()
    {
        var now = time.GetUtcNow();
        var silent = _expiry.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToHashSet();
        if (silent.Count == 0) return [];
        foreach (var owner in silent) _expiry.Remove(owner);
        return Void(lease => silent.Contains(lease.Owner));
    }

    public void Clear()
    {
        _leases.Clear();
        _expiry.Clear();
    }

    private List<Lease> Void(Func<Lease, bool> predicate)
    {
        var voided = _leases.Values.Where(predicate).ToList();
        foreach (var lease in voided) _leases.Remove(lease.Id);
        return voided;
    }
}
