using IsacCluster.Cluster.Coordination;

namespace IsacCluster.Cluster.Lanes;

/// <summary>Telling the coordinator how the lane stands.</summary>
internal sealed partial class LaneGrain
{
    public Task<LaneNotice> GetNotice() => Task.FromResult(Notice());

    private LaneNotice Notice()
    {
        (bool refilled, _ranOut) = (_ranOut && HasWork, false);
        (_announcedWork, _announcedStragglers) = (HasWork, _stragglers);
        return new LaneNotice(
            ++_sequence, _announcedWork, _persisted ?? throw new InvalidOperationException($"Lane {Key} is not open."), _announcedStragglers,
            _incarnation, refilled);
    }

    private void AnnounceWork()
    {
        bool refilled = _ranOut && HasWork;
        _ranOut |= !HasWork;
        if (refilled || _announcedWork != HasWork || _announcedStragglers < _stragglers) Announce();
    }

    private void Announce()
    {
        _announceAgain = true;
        if (!_announcing) AnnounceAsync().Ignore();
    }

    private async Task AnnounceAsync()
    {
        _announcing = true;
        while (_announceAgain && _persisted is not null)
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
