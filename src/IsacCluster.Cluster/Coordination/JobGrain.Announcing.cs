using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;

namespace IsacCluster.Cluster.Coordination;

/// <summary>Telling the dispatcher, and being woken to tell it again.</summary>
internal sealed partial class JobGrain
{
    public Task ReceiveReminder(string reminderName, TickStatus status) =>
        State.Phase == JobPhase.Running ? AnnounceAgainAsync() : RemindAsync();

    /// <summary>A running job is woken by the cluster even if no agent has heard of it.</summary>
    private async Task RemindAsync()
    {
        try
        {
            if (State.Phase == JobPhase.Running) await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
            else if (await this.GetReminder(Reminder) is { } reminder) await this.UnregisterReminder(reminder);
        }
        catch (Exception e)
        {
            LogNotReminded(_log, e, Id.Value); // the store is away: agents keep the job going
        }
    }

    private async Task AnnounceAsync()
    {
        if (!State.IsHeld || _deleting) return; // nothing was submitted
        long open = _life.OpenTasks;
        ClusterMetrics.Waits(this, State.Phase == JobPhase.Running ? _life.Demand(_time.GetUtcNow()) : default);
        string? waiting = await Dispatch.Announce(
            new JobAnnouncement(Id, State.Phase, State.Needs, State.Options.Priority, State.Options.MaxSlots, open, Refusals()));
        if (waiting == _life.Waiting) return;
        _life.Waiting = waiting;
        _progress.Advance();
    }

    private async Task AnnounceAgainAsync()
    {
        if (!State.IsHeld)
        {
            // Somebody has asked for a job that nobody submitted: the activation does not stay for it.
            if (_wasUnknown && _changing.CurrentCount > 0) DeactivateOnIdle();
            _wasUnknown = true;
            return;
        }

        try
        {
            await AnnounceAsync();
            await AskLaneAsync();
            if (_life.LanesExpected) await OpenLanesAsync();
        }
        catch (Exception e)
        {
            LogNotAnnounced(_log, e, Id.Value);
        }
    }
}
