using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>Telling the dispatcher, and being woken to tell it again.</summary>
internal sealed partial class JobGrain
{
    private const int QuietRounds = 5;

    /// <summary>What a job waits for whose tasks nobody does.</summary>
    private const string Askers = "workers that ask for its tasks over HTTP: none does";

    private long? _asked; // when workers outside were heard of last

    private LinkedListNode<IGrainContext>? _place; // among the jobs at rest

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
        NotePace();
        string? waiting = await Dispatch.Announce(new JobAnnouncement(
            Id, State.Phase, State.Needs, State.Options.Priority, State.Options.MaxSlots, open, Refusals(), _life.Accepted,
            _pace.Pace(open), _life.ParkedRanges));
        if (State.Needs == SlotKind.Outside && State.Phase == JobPhase.Running && !IsAskedOutside) waiting = Askers;
        if (waiting == _life.Waiting) return;
        _life.Waiting = waiting;
        _progress.Advance();
    }

    private bool IsAskedOutside => _asked is { } moment && _time.GetElapsedTime(moment) < 3 * _options.LongPoll;

    private void NotePace()
    {
        if (State.Phase == JobPhase.Running) _pace.Note(_life.Accepted);
        else _pace.Rest();
    }

    /// <summary>
    /// Whether all there is to know is on disk: after a while without a question, or when enough other jobs have come to rest here, the
    /// activation goes, so that a silo's memory does not grow with the jobs that it has done.
    /// </summary>
    private bool IsForgettable => State.Phase is not (JobPhase.Running or JobPhase.Paused or JobPhase.Failed)
        && _changing.CurrentCount > 0 && !_life.AwaitsSessions && !_commit.IsBusy && _gathering is null && _opening is null;

    /// <summary>Takes its place among the jobs at rest, before those that rest longer.</summary>
    private void Rest()
    {
        LeaveRest();
        if (IsForgettable) _place = _atRest.Enter(GrainContext);
    }

    private void LeaveRest()
    {
        if (_place is { } place) _atRest.Leave(place);
        _place = null;
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
            if (_quiet == 0) Rest(); // somebody has asked lately
            if (IsForgettable && ++_quiet > QuietRounds) DeactivateOnIdle();
        }
        catch (Exception e)
        {
            LogNotAnnounced(_log, e, Id.Value);
        }
    }
}
