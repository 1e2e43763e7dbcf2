using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>Removing the job.</summary>
internal sealed partial class JobGrain
{
    /// <summary>
    /// A data folder's job may count as running because its process died; it runs only where this activation has started it. The job's own
    /// record goes last, so that a deletion that was cut off can be repeated.
    /// </summary>
    public async Task<bool> Delete()
    {
        using var turn = await EnterAsync();
        if (!State.IsHeld) return true;
        if (State.Phase == JobPhase.Running && (_options.ResumesJobs || _startedHere)) return false;
        _deleting = true;
        try
        {
            await _commit.RequestAsync(urgent: true); // no write is under way from here on
            await OpeningEndedAsync();
            await Dispatch.Forget(Id);
            if (State.Needs == SlotKind.Outside) await GrainFactory.GetGrain<IOutsideGrain>(Id.Value).Forget();
            if (State.Damage is null) await ForLanesAsync([.. Enumerable.Range(0, State.LaneCount)], lane => lane.Delete());
            else await DeleteAnyLanesAsync();
            if (_options.ResumesJobs) await RemindAsync(); // not any more
            await _specification.ClearStateAsync();
            await _record.ClearStateAsync();
            _life = new JobLifecycle(State);
        }
        finally
        {
            _deleting = false;
        }

        LogDeleted(_log, Id.Value);
        _progress.Advance();
        _work.Advance();
        DeactivateOnIdle();
        return true;
    }

    /// <summary>
    /// Deletes the lanes of a job whose own record cannot tell how many they are: looks for them in groups up to the first that has none,
    /// and deletes from the last group on, so that a deletion that was cut off can be repeated.
    /// </summary>
    private async Task DeleteAnyLanesAsync()
    {
        int groups = 0;
        while ((await Task.WhenAll(Group(groups).Select(lane => lane.IsHeld()))).Any(held => held)) groups++;
        while (--groups >= 0) await Task.WhenAll(Group(groups).Select(lane => lane.Delete()));
    }

    private IEnumerable<ILaneGrain> Group(int number)
    {
        const int size = 256;
        return Enumerable.Range(number * size, size).Select(Lane);
    }
}
