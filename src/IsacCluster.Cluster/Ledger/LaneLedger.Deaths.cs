namespace IsacCluster.Cluster.Ledger;

/// <summary>
/// Leases that end with their silo. Its death is an attempt of every range that it had leased, or of the suspect alone that was on
/// probation there: nothing new was started beside it, so it is known to be the cause. A range is parked after
/// <see cref="AllowedAttempts"/> attempts of which the last is known to be its own doing, and after <see cref="MostDeaths"/> deaths in any
/// company.
/// </summary>
public sealed partial class LaneLedger
{
    /// <summary>Deaths after which a range is parked even if others may have caused them.</summary>
    public const int MostDeaths = 10;

    /// <summary>Takes back the work of agents whose heartbeat stopped; true if there was any.</summary>
    public bool ReclaimExpired() => Reclaim(_leases.TakeExpired(), _leases.IsGone);

    /// <summary>Takes back the work of agents that are known to be dead; true if there was any.</summary>
    public bool ReclaimDead(Func<AgentId, bool> isDead) => Reclaim(_leases.TakeDead(isDead), _ => true);

    /// <summary>A suspect is about to begin: nothing else starts on its silo until it ends or has lived through its probation.</summary>
    /// <returns>False if <paramref name="owner"/> does not hold its lease any more.</returns>
    public bool TryBegin(long leaseId, AgentId owner) => _leases.TryBegin(leaseId, owner);

    /// <summary>What was known of attempts and leases when the lane was written.</summary>
    private void Restore(LaneState state)
    {
        foreach (var retry in state.Retries ?? [])
        {
            _available.Remove(retry.Range);
            Return(retry.Range, retry.History);
        }

        foreach (var held in state.Held ?? [])
        {
            foreach (var gap in _line.Gaps(held.Range))
            {
                _available.Remove(gap);
                _leases.Restore(held.Owner, gap, held.History, held.Since, held.Begun);
            }
        }
    }

    private bool Reclaim(IReadOnlyList<Lease> leases, Func<AgentId, bool> isDead)
    {
        foreach (var silo in leases.GroupBy(lease => lease.Owner.Silo ?? lease.Owner.Value))
        {
            bool dead = isDead(silo.First().Owner);
            ClusterMetrics.Ended(silo.Count(), dead);
            if (dead) Bury([.. silo]);
            else foreach (var lease in silo) Release(lease.Id, lease.Owner);
        }

        return leases.Count > 0;
    }

    /// <summary>The leases of one silo end with it.</summary>
    private void Bury(List<Lease> leases)
    {
        bool known = leases.Exists(IsOnProbation);
        bool IsBlamed(Lease lease) => known ? IsOnProbation(lease) : lease.Begun || !lease.History.IsSuspect;
        var blamed = leases.ToLookup(IsBlamed);
        foreach (var lease in blamed[false]) Release(lease.Id, lease.Owner);
        var age = blamed[true].Select(_leases.AgeOf).DefaultIfEmpty().Max(); // one for all, or they would be as many entries
        foreach (var lease in blamed[true].OrderBy(lease => lease.Range.First)) End(lease, known, age);
    }

    private bool IsOnProbation(Lease lease) => lease.Begun && !_leases.IsCleared(lease);

    /// <param name="known">Whether the lease is known to be the cause.</param>
    private void End(Lease lease, bool known, TimeSpan age)
    {
        AttemptHistory Dead(AttemptHistory history) => history.WithDeath(lease.Owner.SiloName, age);
        if (!_leases.TryEnd(lease.Id, lease.Owner, out var ended, out long twin)) return;
        if (twin != 0)
        {
            _leases.Amend(twin, Dead);
            return;
        }

        var history = Dead(ended.History);
        if ((known && history.Attempts >= AllowedAttempts) || history.Deaths >= MostDeaths) Park(ended.Range, history);
        else Return(ended.Range, history);
    }
}
