using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Agents;

/// <summary>One attempt on a slot.</summary>
internal sealed class SlotRun(SlotTask task, double charged, long started)
{
    public SlotTask Task { get; } = task;

    public double Charged { get; } = charged;

    public long Started { get; } = started;

    /// <summary>When its limit was reached.</summary>
    public long? CancelledAt { get; set; }
}

/// <summary>
/// Who runs the tasks of one slot, one after another, and keeps the runner of each job that it works on: jobs that share the slots take
/// turns and must not build their work space anew each time.
/// </summary>
internal sealed class Seat(int slot) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SlotTicket, Place> _places = [];

    public int Slot { get; } = slot;

    /// <summary>The attempt at hand; guarded by the pool.</summary>
    public SlotRun? Current { get; set; }

    /// <summary>Whether its slot has another seat now; guarded by the pool.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>The runner of a session's job, and a token that fires when the session stops its tasks or when this one is too
    /// late.</summary>
    public (ITaskRunner Runner, CancellationToken Cancellation) PlaceOf(SlotTicket ticket, IJob job, CancellationToken stopTasks)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(ticket, out var place) && (!place.Cancellation.IsCancellationRequested || stopTasks.IsCancellationRequested))
                return (place.Runner, place.Cancellation.Token);
            place?.Dispose();
            place = new Place(job.CreateRunner(), CancellationTokenSource.CreateLinkedTokenSource(stopTasks));
            _places[ticket] = place;
            return (place.Runner, place.Cancellation.Token);
        }
    }

    public void Cancel(SlotRun run)
    {
        CancellationTokenSource? cancellation;
        lock (_gate) cancellation = _places.GetValueOrDefault(run.Task.Session.Ticket)?.Cancellation;
        try
        {
            cancellation?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the task has ended and its session with it
        }
    }

    /// <summary>Drops the runner of a session whose tasks have ended, or whose task threw and may have left its work space half
    /// changed.</summary>
    public void Forget(SlotTicket ticket)
    {
        Place? place;
        lock (_gate) _places.Remove(ticket, out place);
        place?.Dispose();
    }

    public void Dispose()
    {
        foreach (var ticket in _places.Keys.ToList()) Forget(ticket);
    }

    private sealed record Place(ITaskRunner Runner, CancellationTokenSource Cancellation) : IDisposable
    {
        public void Dispose()
        {
            Runner.Dispose();
            Cancellation.Dispose();
        }
    }
}
