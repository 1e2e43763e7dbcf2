using System.Collections.Concurrent;
using IsacCluster.Campaigns.Jobs;

namespace IsacCluster.Cluster.Agents;

/// <summary>
/// The worker threads of one silo: one a slot, never the thread pool or a grain's scheduler. Each keeps the runner of the job it
/// is working on.
/// </summary>
internal sealed class SlotPool : IDisposable
{
    private readonly BlockingCollection<SlotTask> _queue = [];
    private readonly Thread[] _threads;
    private readonly SlotClock[] _clocks;

    public SlotPool(int slots, string name, TimeProvider time)
    {
        _clocks = [.. Enumerable.Range(0, slots).Select(_ => new SlotClock(time))];
        _threads = [.. _clocks.Select((clock, slot) =>
            new Thread(() => Work(clock)) { IsBackground = true, Name = $"isac-slot-{name}-{slot}" })];
        foreach (var thread in _threads) thread.Start();
    }

    public int Slots => _threads.Length;

    /// <summary>Waiting time of all slots since the last reset.</summary>
    public TimeSpan Waited => _clocks.Aggregate(TimeSpan.Zero, (sum, clock) => sum + clock.Waited);

    public void ResetClocks()
    {
        foreach (var clock in _clocks) clock.Reset();
    }

    public void Add(SlotTask task) => _queue.Add(task);

    /// <summary>Ends the threads after the tasks they are running.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        foreach (var thread in _threads) thread.Join();
        _queue.Dispose();
    }

    private void Work(SlotClock clock)
    {
        var seat = new RunnerSeat();
        clock.BeginWait();
        foreach (var task in _queue.GetConsumingEnumerable())
        {
            clock.EndWait();
            task.Session.Execute(task, seat);
            clock.BeginWait();
        }

        seat.Dispose();
    }
}

/// <summary>A leased task on its way to a slot.</summary>
internal readonly record struct SlotTask(JobSession Session, int Lane, Lanes.LeasedTask Leased);

/// <summary>Holds the runner of one slot for the job at hand.</summary>
internal sealed class RunnerSeat : IDisposable
{
    private IJob? _job;
    private ITaskRunner? _runner;

    public ITaskRunner RunnerOf(IJob job)
    {
        if (ReferenceEquals(job, _job) && _runner is not null) return _runner;
        Dispose();
        _runner = job.CreateRunner();
        _job = job;
        return _runner;
    }

    public void Dispose()
    {
        _runner?.Dispose();
        _runner = null;
    }
}
