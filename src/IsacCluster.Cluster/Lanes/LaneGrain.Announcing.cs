using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using Orleans.Storage;

namespace IsacCluster.Cluster.Lanes;

/// <summary>Telling the coordinator how the lane stands.</summary>
internal sealed partial class LaneGrain
{
    public async Task<LaneNotice> GetNotice(LaneStanding least)
    {
        var notice = Notice();
        if (!least.IsReachedBy(notice.Status) && await IsLostAsync()) notice = Notice();
        EndIfOld(least, notice.Status);
        return notice;
    }

    /// <summary>Whether there is no record of what the lane is known to have accepted; the job is damaged then.</summary>
    private async Task<bool> IsLostAsync()
    {
        if (_record.RecordExists) return false;
        await _record.ReadStateAsync();
        if (_record.RecordExists) return false;
        (_record.State.Damage, _suspended, _ledger, _isAtRest) = ($"record {LaneRecord.Name} of {Key} is missing", true, null, false);
        _persisted = DamagedStatus(_record.State.Damage);
        Announce();
        return true;
    }

    private LaneStatus DamagedStatus(string damage) =>
        new(Key.Lane, $"lane {Key.Lane}", LanePhase.Damaged, 0, 0, damage, default, 0);

    private void EndIfOld(LaneStanding least, LaneStatus status)
    {
        if (least.IsReachedBy(status)) return;
        LogOld(_log, Key.ToString(), status.Accepted, least.Accepted);
        DeactivateOnIdle(); // the next activation reads what is durable
        throw new InconsistentStateException(
            $"Lane {Key} has accepted {status.Accepted} here and is known to have accepted {least.Accepted} or more.");
    }

    private LaneNotice Notice() =>
        _bulletin.Next(
            HasWork, _stragglers, _persisted ?? throw new InvalidOperationException($"Lane {Key} is not open."), _record.State.Run);

    private void AnnounceWork()
    {
        if (_bulletin.IsNews(HasWork, _stragglers)) Announce();
    }

    private void Announce()
    {
        _announceAgain = true;
        if (!_announcing) AnnounceAsync().Ignore();
    }

    private async Task AnnounceAsync()
    {
        _announcing = true;
        while (_announceAgain && _persisted is not null && !_deactivated)
        {
            _announceAgain = false;
            try
            {
                await GrainFactory.GetGrain<IJobGrain>(Key.Job.Value).Notify(Notice());
            }
            catch (Exception e)
            {
                LogNotNotified(_log, e, Key.ToString());
                _announceAgain = true;
                await Task.Delay(_options.RetryDelay, _time);
            }
        }

        _announcing = false;
    }
}
