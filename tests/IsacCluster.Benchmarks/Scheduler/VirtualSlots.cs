using IsacCluster.Cluster;
using IsacCluster.Cluster.Agents;
using IsacCluster.Jobs;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Benchmarks.Scheduler;

/// <summary>
/// Slots without threads: a task holds its slot for a fixed time by a timer, then its runner is called. Everything else of the agent, the
/// fair queue, leases, reports and heartbeats, is real, so that a small machine can play a cluster of many slots.
/// </summary>
internal sealed class VirtualSlots : SlotPool
{
    private readonly TimeSpan _taskTime;
    private readonly Stack<Seat> _idle = new();
    private readonly List<ITimer> _timers = [];
    private readonly Dictionary<Seat, ITimer> _timerOf = [];
    private bool _closed;

    private VirtualSlots(TimeSpan taskTime, SlotKind kind, int slots, ClusterOptions options, TimeProvider time, ILogger log)
        : base(kind, slots, options, time, log)
    {
        _taskTime = taskTime;
        for (int slot = 0; slot < slots; slot++)
        {
            var seat = new Seat(slot);
            _timers.Add(_timerOf[seat] = time.CreateTimer(_ => End(seat), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
            _idle.Push(seat);
        }
    }

    public override void Dispose()
    {
        lock (Gate) _closed = true;
        foreach (var timer in _timers) timer.Dispose();
    }

    protected override void OnWork()
    {
        while (!_closed && _idle.TryPeek(out var seat) && TryTake(seat))
        {
            _idle.Pop();
            _timerOf[seat].Change(_taskTime, Timeout.InfiniteTimeSpan);
        }
    }

    protected override void Replace(Seat abandoned) => throw new NotSupportedException("A virtual slot does not hang.");

    private void End(Seat seat)
    {
        Run(seat);
        lock (Gate)
        {
            _idle.Push(seat);
            OnWork();
        }

        WakeNeediest();
    }

    internal sealed class Factory(TimeSpan taskTime) : ISlotPoolFactory
    {
        public SlotPool Create(SlotKind kind, int slots, string silo, ClusterOptions options, TimeProvider time, ILogger log) =>
            new VirtualSlots(taskTime, kind, slots, options, time, log);
    }
}
