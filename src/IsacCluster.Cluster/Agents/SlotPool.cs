using IsacCluster.Jobs;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Agents;

/// <summary>
/// The slots of one kind of one silo: a fair queue before them, the account of their time, and the watch on tasks that hang. Who runs
/// a taken task is the subclass's. Thread-safe.
/// </summary>
internal abstract partial class SlotPool(SlotKind kind, int slots, ClusterOptions options, TimeProvider time, ILogger log) : IDisposable
{
    private readonly FairQueue<SlotTask> _fair = new(slots, 2 * options.QueueDepth);
    private readonly SlotBoard _board = new(slots, time);
    private readonly Seat?[] _seats = new Seat?[slots];
    private readonly Dictionary<FairQueue<SlotTask>.Flow, SlotTicket> _tickets = [];
    private readonly Queue<(SlotTicket Ticket, SlotTask Task)> _alone = []; // before all lines; it has one task at most

    public SlotKind Kind => kind;

    public int Slots => slots;

    /// <summary>Of its silo; null: no suspects come here.</summary>
    public Quarantine? Quarantine { get; set; }

    /// <summary>All slots, and those that run a task.</summary>
    public (int All, int Busy) Occupied()
    {
        lock (Gate) return (slots, slots - _board.IdleSlots);
    }

    /// <summary>Threads that were given up because their task neither ended nor heeded its cancellation.</summary>
    public int AbandonedThreads { get; private set; }

    protected TimeProvider Time => time;

    protected object Gate { get; } = new();

    public SlotTicket Join(ISlotUser user, int priority, int? quota)
    {
        lock (Gate)
        {
            var ticket = new SlotTicket(user, _fair.Join(priority));
            _tickets[ticket.Flow] = ticket;
            ticket.Flow.Limit = quota ?? int.MaxValue;
            _board.Join(ticket.Share);
            return ticket;
        }
    }

    public void Leave(SlotTicket ticket)
    {
        lock (Gate)
        {
            _fair.Leave(ticket.Flow);
            _board.Leave(ticket.Share);
            _tickets.Remove(ticket.Flow);
        }

        foreach (var seat in _seats) seat?.Forget(ticket.User);
        WakeNeediest();
    }

    public void Adjust(SlotTicket ticket, int priority, int? quota)
    {
        lock (Gate)
        {
            ticket.Flow.Weight = priority;
            ticket.Flow.Limit = quota ?? int.MaxValue;
            OnWork();
        }

        WakeNeediest();
    }

    public void Add(SlotTicket ticket, IReadOnlyList<SlotTask> tasks)
    {
        lock (Gate)
        {
            foreach (var task in tasks) _fair.Add(ticket.Flow, task);
            OnWork();
        }

        WakeNeediest();
    }

    /// <summary>Adds a suspect whose turn it is.</summary>
    public void AddAlone(SlotTicket ticket, SlotTask task)
    {
        lock (Gate)
        {
            _alone.Enqueue((ticket, task));
            OnWork();
        }
    }

    /// <summary>A suspect's turn is over: others may start again.</summary>
    public void Reopen()
    {
        lock (Gate) OnWork();
        WakeNeediest();
    }

    /// <summary>Whether a task runs here that began less than so long ago.</summary>
    public bool RunsYoungerThan(TimeSpan age)
    {
        lock (Gate) return _seats.Any(seat => seat?.Current is { } current && time.GetElapsedTime(current.Run.Started) < age);
    }

    /// <summary>Takes back what has not started.</summary>
    public IReadOnlyList<SlotTask> Withdraw(SlotTicket ticket)
    {
        lock (Gate)
        {
            var alone = _alone.Where(suspect => suspect.Ticket == ticket).Select(suspect => suspect.Task).ToArray();
            if (alone.Length > 0) _alone.Clear();
            return [.. alone, .. _fair.Clear(ticket.Flow)];
        }
    }

    /// <summary>
    /// Tasks that a session should lease now: what fills its line up to <paramref name="ahead"/>, or what the slots want of it. Long
    /// tasks have no line, or one silo would keep work that another's idle slot could do.
    /// </summary>
    public int Room(SlotTicket ticket, int ahead)
    {
        lock (Gate)
        {
            var flow = ticket.Flow;
            return flow.Limit == 0 ? 0
                : Math.Max(_fair.Demand(flow, _board.IdleSlots), Math.Min(ahead, AheadLimit(flow)) - flow.Tasks.Count);
        }
    }

    public int Queued(SlotTicket ticket)
    {
        lock (Gate) return ticket.Flow.Tasks.Count;
    }

    /// <summary>Says whether a session may find work: an idle slot is offered to the next one where it does not.</summary>
    public void SetDry(SlotTicket ticket, bool dry)
    {
        lock (Gate) ticket.Flow.IsDry = dry;
        if (dry) WakeNeediest();
    }

    public (double Busy, double Idle) SlotSeconds(SlotTicket ticket)
    {
        lock (Gate) return _board.Take(ticket.Share);
    }

    /// <summary>Cancels tasks that ran beyond their limit, and gives up the threads of those that go on after the grace.</summary>
    public void WatchTimeouts()
    {
        foreach (var seat in _seats)
        {
            if (seat?.Current is not { Run: var run, Ticket: var ticket } current) continue;
            if (time.GetElapsedTime(run.Started) < ticket.User.TaskTimeout) continue;
            if (run.CancelledAt is not { } cancelledAt)
            {
                run.CancelledAt = time.GetTimestamp();
                seat.Cancel(ticket.User);
            }
            else if (time.GetElapsedTime(cancelledAt) >= options.StopGrace)
            {
                Abandon(seat, current);
            }
        }
    }

    public abstract void Dispose();

    /// <summary>Work was added or a limit was lifted; called under the gate.</summary>
    protected abstract void OnWork();

    /// <summary>Another seat has this slot from now on; called under the gate.</summary>
    protected abstract void Replace(Seat abandoned);

    /// <summary>Gives the next task to a seat; called under the gate.</summary>
    protected bool TryTake(Seat seat)
    {
        if (!TryNext(out var flow, out var task, out double charged)) return false;
        var ticket = _tickets[flow];
        _board.Begin(seat.Slot, ticket.Share);
        _seats[seat.Slot] = seat;
        seat.Current = new Occupation(ticket, new SlotRun(task, time.GetTimestamp()), charged);
        if (flow.Tasks.Count * 2 < ticket.User.Ahead) ticket.User.Wake();
        Neediest()?.Wake();
        return true;
    }

    private bool TryNext(out FairQueue<SlotTask>.Flow flow, out SlotTask task, out double charged)
    {
        if (_alone.TryDequeue(out var suspect))
        {
            (flow, task, charged) = (suspect.Ticket.Flow, suspect.Task, _fair.Start(suspect.Ticket.Flow));
            return true;
        }

        (flow, task, charged) = (null!, default, 0);
        return Quarantine?.IsTaken != true && _fair.TryTake(out flow, out task, out charged);
    }

    /// <summary>The user that should fetch work now; called under the gate.</summary>
    protected ISlotUser? Neediest() => _fair.Wanting(_board.IdleSlots) is { } flow ? _tickets.GetValueOrDefault(flow)?.User : null;

    /// <summary>Runs the seat's task to its end and books it.</summary>
    /// <returns>False if the seat was abandoned meanwhile: its thread ends.</returns>
    protected bool Run(Seat seat)
    {
        var (ticket, run, _) = seat.Current!;
        var attempt = seat.Execute(ticket.User, run);
        lock (Gate)
        {
            if (seat.IsAbandoned) return false;
            Vacate(seat);
        }

        ticket.User.Complete(attempt);
        return true;
    }

    protected void WakeNeediest()
    {
        ISlotUser? user;
        lock (Gate) user = Neediest();
        user?.Wake();
    }

    private void Abandon(Seat seat, Occupation occupation)
    {
        lock (Gate)
        {
            if (seat.Current != occupation) return; // it ended at the last moment
            seat.IsAbandoned = true;
            Vacate(seat);
            _seats[seat.Slot] = null;
            AbandonedThreads++;
            Replace(seat);
        }

        ClusterMetrics.Abandoned();
        var (user, run) = (occupation.Ticket.User, occupation.Run);
        var range = run.Task.Leased.Range;
        LogAbandoned(log, run.Task.Lane, range.First, range.End, AbandonedThreads);
        user.Complete(user.TimedOut(run, "its thread did not stop and was abandoned"));
    }

    /// <summary>The seat's attempt has ended; called under the gate.</summary>
    private void Vacate(Seat seat)
    {
        var (ticket, _, charged) = seat.Current!;
        seat.Current = null;
        FairQueue<SlotTask>.Finish(ticket.Flow, charged, _board.End(seat.Slot));
    }

    private static int AheadLimit(FairQueue<SlotTask>.Flow flow) => flow.Limit > int.MaxValue / 64 ? int.MaxValue : 64 * flow.Limit;

    [LoggerMessage(
        1, LogLevel.Error, "A task of lane {Lane}, [{First}, {End}), hangs: its thread was abandoned and replaced ({Count} so far)")]
    private static partial void LogAbandoned(ILogger logger, int lane, long first, long end, int count);
}
