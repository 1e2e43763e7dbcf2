using IsacCluster.Cluster.Jobs;

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
        if (State.Description is null) return true;
        if (State.Phase == JobPhase.Running && (_options.ResumesJobs || _startedHere)) return false;
        _deleting = true;
        try
        {
            await _commit.RequestAsync(urgent: true); // no write is under way from here on
            await Dispatch.Forget(Id);
            await ForLanesAsync(State.LaneCount, lane => lane.Delete());
            if (_options.ResumesJobs && await this.GetReminder(Reminder) is { } reminder) await this.UnregisterReminder(reminder);
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
}
