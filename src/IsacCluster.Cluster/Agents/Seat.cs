namespace IsacCluster.Cluster.Agents;

/// <summary>What a seat is busy with.</summary>
/// <param name="Charged">Seconds that the flow was charged with in advance.</param>
internal sealed record Occupation(SlotTicket Ticket, SlotRun Run, double Charged);

/// <summary>
/// Who runs the tasks of one slot, one after another, and keeps the workplace of each job that it works on: jobs that share the slots take
/// turns and must not build their work space anew each time.
/// </summary>
internal sealed class Seat(int slot) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ISlotUser, Workplace> _places = [];

    public int Slot { get; } = slot;

    /// <summary>The attempt at hand; guarded by the pool.</summary>
    public Occupation? Current { get; set; }

    /// <summary>Whether its slot has another seat now; guarded by the pool.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Runs an attempt to its end, on the caller's thread.</summary>
    public Attempt Execute(ISlotUser user, SlotRun run)
    {
        var place = PlaceOf(user);
        var attempt = user.Execute(run, place);
        if (!place.IsUsable) Forget(user);
        return attempt;
    }

    /// <summary>Asks the attempt of a user to stop.</summary>
    public void Cancel(ISlotUser user)
    {
        Workplace? place;
        lock (_gate) place = _places.GetValueOrDefault(user);
        place?.Cancel();
    }

    /// <summary>Drops the workplace of a user.</summary>
    public void Forget(ISlotUser user)
    {
        Workplace? place;
        lock (_gate) _places.Remove(user, out place);
        place?.Dispose();
    }

    public void Dispose()
    {
        foreach (var user in _places.Keys.ToList()) Forget(user);
    }

    private Workplace PlaceOf(ISlotUser user)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(user, out var place)) _places[user] = place = user.CreateWorkplace();
            return place;
        }
    }
}
