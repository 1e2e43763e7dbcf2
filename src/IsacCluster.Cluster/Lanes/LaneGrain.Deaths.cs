using IsacCluster.Cluster.Ledger;

namespace IsacCluster.Cluster.Lanes;

/// <summary>
/// Keeping on disk who has leased what, so that the death of a silo is an attempt of what it ran, also where it was this lane's own. Leases
/// are given out before that is durable, for it rarely matters; after a death they wait for it.
/// </summary>
internal sealed partial class LaneGrain
{
    /// <summary>How long after a death of the lane's own silo leases are durable before they are given out.</summary>
    private static readonly TimeSpan Caution = TimeSpan.FromSeconds(30);

    /// <summary>Longest time in which a task is sure to be reported about when its lease would be on disk.</summary>
    private static readonly TimeSpan ShortTask = TimeSpan.FromMilliseconds(200);

    private long _keptLeases; // of the book's version, as written last
    private long? _diedAt;
    private bool _keeping;

    public async Task<bool> Begin(AgentId agent, long lease)
    {
        if (_suspended || IsGone || !Ledger.TryBegin(lease, agent)) return false;
        return await IsDurableAsync();
    }

    /// <summary>Whether the record says that this silo keeps the lane, so that its death will be known to have been one.</summary>
    private bool IsKeptHere => _record.State.Host == _silo;

    /// <summary>What the record says of leases whose silos are dead by now; one of them may have kept the lane itself.</summary>
    private void Remember()
    {
        if (_record.State.Host is { } host && host != _silo && _deaths.IsGone(host)) _diedAt = _time.GetTimestamp();
        if (_ledger!.ReclaimDead(agent => _deaths.IsGone(agent.Silo))) _commit.RequestAsync(urgent: true).Ignore();
    }

    /// <returns>False if the leases were given up, for they could not be made durable.</returns>
    private async Task<bool> KeepAsync(AgentId agent, IReadOnlyList<Lease> granted)
    {
        if (granted.Count == 0) return true;
        bool careful = !IsKeptHere || granted.Any(lease => lease.History.Deaths > 0)
            || (_diedAt is { } moment && _time.GetElapsedTime(moment) < Caution);
        if (!careful)
        {
            if (!_keeping) KeepLaterAsync().Ignore();
            return true;
        }

        if (await IsDurableAsync()) return true;
        foreach (var lease in granted) _ledger?.Release(lease.Id, agent);
        return false;
    }

    /// <summary>A store that is away must not hold the caller: it asks again.</summary>
    private async Task<bool> IsDurableAsync()
    {
        var written = _commit.RequestAsync(urgent: true);
        await written.WaitAsync(_options.LongPoll, _time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return written.IsCompletedSuccessfully;
    }

    /// <summary>
    /// Has the leases written beside everything else: at once where tasks take long, as trials do; where they are short their results will
    /// have them written, and only what is leased for longer is worth a write of its own.
    /// </summary>
    private async Task KeepLaterAsync()
    {
        _keeping = true;
        try
        {
            bool isLong = _job is IsacCluster.Jobs.IAdaptiveJob or { HasLongTasks: true };
            if (!isLong || _ledger?.MeanTurnaround < ShortTask.TotalSeconds) await Task.Delay(_options.CommitInterval, _time);
            if (_leases.Count > 0 && _leases.Version > _keptLeases && !_deactivated) await _commit.RequestAsync();
        }
        finally
        {
            _keeping = false;
        }
    }

    private void ReclaimDead()
    {
        if (_ledger?.ReclaimDead(agent => _deaths.IsDead(agent.Silo)) == true) _commit.RequestAsync(urgent: true).Ignore();
        AnnounceWork();
    }
}
