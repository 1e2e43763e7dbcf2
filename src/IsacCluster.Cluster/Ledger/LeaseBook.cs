namespace IsacCluster.Cluster.Ledger;

/// <summary>One incarnation of a node agent; a restarted agent is another one.</summary>
/// <param name="Silo">Its silo's address in parsable form, so that its leases end with the silo; null where nobody can tell.</param>
[GenerateSerializer, Immutable, Alias("isac.agent-id")]
public readonly record struct AgentId([property: Id(0)] string Value, [property: Id(1)] string? Silo = null)
{
    public override string ToString() => Value;
}

/// <summary>The right of one agent to work on a range until it expires.</summary>
/// <param name="Failures">Failed attempts of this range before the lease.</param>
/// <param name="LastError">The error of the last of them.</param>
/// <param name="GrantedAt">A timestamp of the book's clock.</param>
public readonly record struct Lease(long Id, AgentId Owner, Interval Range, int Failures, string LastError, long GrantedAt);

/// <summary>
/// The leases of one lane. They live in memory only: after a crash nobody holds one, and a late
/// report is judged by the accepted intervals alone. All leases of an owner expire together, since one heartbeat renews them all.
/// Ranges are disjoint, but for twins: a straggler and its one copy have the same range and other owners. While one twin
/// lives, the end of the other gives nothing back.
/// </summary>
public sealed class LeaseBook(TimeProvider time, TimeSpan lifetime)
{
    private readonly Dictionary<long, Lease> _leases = [];
    private readonly Dictionary<long, long> _twins = []; // both ways
    private readonly Dictionary<AgentId, DateTimeOffset> _expiry = [];
    private long _nextId = 1;

    public int Count => _leases.Count;

    public Lease Grant(AgentId owner, Interval range, int failures = 0, string lastError = "")
    {
        Renew(owner);
        var lease = new Lease(_nextId++, owner, range, failures, lastError, time.GetTimestamp());
        _leases.Add(lease.Id, lease);
        return lease;
    }

    /// <summary>Grants the range of a live lease that has no twin to another owner as well.</summary>
    public Lease GrantCopy(AgentId owner, Lease straggler)
    {
        var copy = Grant(owner, straggler.Range, straggler.Failures, straggler.LastError);
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

    /// <summary>Leases without a twin that are older than <paramref name="age"/>, the oldest first.</summary>
    public IReadOnlyList<Lease> Stragglers(TimeSpan age) =>
        [.. _leases.Values.Where(lease => AgeOf(lease) > age && !_twins.ContainsKey(lease.Id)).OrderBy(lease => lease.Id)];

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

        _leases.Remove(id);
        twin = Unlink(id);
        return true;
    }

    /// <summary>Ends a lease whose work is done by its twin.</summary>
    public void Void(long id) => _leases.Remove(id);

    /// <summary>Writes a failure of the ended twin down on the lease that still holds the range.</summary>
    public void AddFailure(long id, string error) =>
        _leases[id] = _leases[id] with { Failures = _leases[id].Failures + 1, LastError = error };

    /// <summary>Voids every lease that touches <paramref name="range"/> and returns them, one of twins.</summary>
    public IReadOnlyList<Lease> VoidOverlapping(Interval range) => Void(lease => lease.Range.Overlaps(range));

    /// <summary>Voids the leases of owners whose heartbeat stopped and returns those whose range nobody holds now.</summary>
    public IReadOnlyList<Lease> VoidExpired()
    {
        var now = time.GetUtcNow();
        return VoidOwners(_expiry.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToHashSet());
    }

    /// <summary>Voids the leases of owners that are dead and returns those whose range nobody holds now.</summary>
    public IReadOnlyList<Lease> VoidDead(Func<AgentId, bool> isDead) => VoidOwners(_expiry.Keys.Where(isDead).ToHashSet());

    public void Clear()
    {
        _leases.Clear();
        _twins.Clear();
        _expiry.Clear();
    }

    private List<Lease> VoidOwners(HashSet<AgentId> owners)
    {
        if (owners.Count == 0) return [];
        foreach (var owner in owners) _expiry.Remove(owner);
        return Void(lease => owners.Contains(lease.Owner));
    }

    private List<Lease> Void(Func<Lease, bool> predicate)
    {
        var voided = _leases.Values.Where(predicate).ToList();
        foreach (var lease in voided) _leases.Remove(lease.Id);
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
