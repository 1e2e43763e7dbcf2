namespace IsacCluster.Cluster.Agents;

/// <summary>Slot time that was attributed to one session.</summary>
internal sealed class SlotShare
{
    /// <summary>Seconds in which slots ran its tasks.</summary>
    public double BusySeconds { get; set; }

    /// <summary>Its part of the seconds in which slots waited for work.</summary>
    public double IdleSeconds { get; set; }
}

/// <summary>
/// Books the time of every slot to the sessions that are joined: a busy slot's to the session whose task it runs, an idle slot's to all in
/// equal parts, so that the sessions' times sum to the time of the slots. Not thread-safe: its pool locks.
/// </summary>
internal sealed class SlotBoard
{
    private readonly TimeProvider _time;
    private readonly List<SlotShare> _joined = [];
    private readonly (long Since, SlotShare? Busy)[] _slots;

    public SlotBoard(int slots, TimeProvider time)
    {
        _time = time;
        _slots = new (long, SlotShare?)[slots];
        Array.Fill(_slots, (time.GetTimestamp(), null));
        IdleSlots = slots;
    }

    public int IdleSlots { get; private set; }

    public void Join(SlotShare share)
    {
        BookIdle();
        _joined.Add(share);
    }

    public void Leave(SlotShare share)
    {
        BookIdle();
        _joined.Remove(share);
    }

    public void Begin(int slot, SlotShare share)
    {
        BookIdle(ref _slots[slot], _time.GetTimestamp());
        _slots[slot].Busy = share;
        IdleSlots--;
    }

    /// <returns>Seconds since the slot began.</returns>
    public double End(int slot)
    {
        ref var entry = ref _slots[slot];
        long now = _time.GetTimestamp();
        double seconds = Seconds(entry.Since, now);
        entry.Busy!.BusySeconds += seconds;
        entry = (now, null);
        IdleSlots++;
        return seconds;
    }

    /// <summary>A session's slot time so far, with its running tasks.</summary>
    public (double Busy, double Idle) Take(SlotShare share)
    {
        BookIdle();
        long now = _time.GetTimestamp();
        double running = 0;
        foreach (var slot in _slots)
        {
            if (slot.Busy == share) running += Seconds(slot.Since, now);
        }

        return (share.BusySeconds + running, share.IdleSeconds);
    }

    private void BookIdle()
    {
        long now = _time.GetTimestamp();
        foreach (ref var slot in _slots.AsSpan())
        {
            if (slot.Busy is null) BookIdle(ref slot, now);
        }
    }

    private void BookIdle(ref (long Since, SlotShare? Busy) slot, long now)
    {
        double part = Seconds(slot.Since, now) / Math.Max(1, _joined.Count);
        foreach (var share in _joined) share.IdleSeconds += part;
        slot.Since = now;
    }

    private double Seconds(long from, long to) => _time.GetElapsedTime(from, to).TotalSeconds;
}
