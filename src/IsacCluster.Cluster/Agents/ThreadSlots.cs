using IsacCluster.Jobs;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Agents;

/// <summary>Makes the slots of one kind.</summary>
internal interface ISlotPoolFactory
{
    SlotPool Create(SlotKind kind, int slots, string silo, ClusterOptions options, TimeProvider time, ILogger log);
}

/// <summary>
/// Slots that are worker threads: one each, never the thread pool or a grain's scheduler. The thread of an accelerator slot knows its
/// devices (<see cref="SlotDevices"/>).
/// </summary>
internal sealed class ThreadSlots : SlotPool
{
    private readonly string _name;
    private readonly DeviceShare? _devices;
    private readonly List<Thread> _threads = [];
    private bool _closed;

    private ThreadSlots(SlotKind kind, int slots, string silo, ClusterOptions options, TimeProvider time, ILogger log)
        : base(kind, slots, options, time, log)
    {
        _name = $"isac-{(kind == SlotKind.Accelerator ? "cuda" : "slot")}-{silo}";
        _devices = kind == SlotKind.Accelerator ? options.Devices : null;
        lock (Gate)
        {
            for (int slot = 0; slot < slots; slot++) Start(new Seat(slot));
        }
    }

    /// <summary>Ends the threads after the tasks they are running.</summary>
    public override void Dispose()
    {
        List<Thread> threads;
        lock (Gate)
        {
            _closed = true;
            Monitor.PulseAll(Gate);
            threads = [.. _threads];
        }

        foreach (var thread in threads) thread.Join();
    }

    protected override void OnWork() => Monitor.PulseAll(Gate);

    protected override void Replace(Seat abandoned)
    {
        _threads.RemoveAll(thread => thread.Name == NameOf(abandoned)); // nobody waits for it any more
        Start(new Seat(abandoned.Slot));
    }

    private string NameOf(Seat seat) => $"{_name}-{seat.Slot}";

    private void Start(Seat seat)
    {
        var thread = new Thread(() => Work(seat)) { IsBackground = true, Name = NameOf(seat) };
        _threads.Add(thread);
        thread.Start();
    }

    private void Work(Seat seat)
    {
        if (_devices is { } share) SlotDevices.Bind(share.DevicesOf(seat.Slot));
        while (Wait(seat) && Run(seat)) { }
        seat.Dispose();
    }

    private bool Wait(Seat seat)
    {
        lock (Gate)
        {
            while (!TryTake(seat))
            {
                if (_closed) return false;
                Neediest()?.Wake();
                Monitor.Wait(Gate);
            }
        }

        return true;
    }

    internal sealed class Factory : ISlotPoolFactory
    {
        public SlotPool Create(SlotKind kind, int slots, string silo, ClusterOptions options, TimeProvider time, ILogger log) =>
            new ThreadSlots(kind, slots, silo, options, time, log);
    }
}
