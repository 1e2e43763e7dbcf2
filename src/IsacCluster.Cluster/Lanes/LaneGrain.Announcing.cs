using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;
using Orleans.Storage;

namespace IsacCluster.Cluster.Lanes;

/// <summary>Telling the coordinator how the lane stands.</summary>
internal sealed partial class LaneGrain
{
    public Task<LaneNotice> GetNotice(LaneStanding least)
    {
        var notice = Notice();
        EndIfOld(least, notice.Status);
        return Task.FromResult(notice);
    }

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
