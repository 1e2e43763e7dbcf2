namespace IsacCluster.Cluster.Lanes;

/// <summary>
/// Lanes of this silo that have nothing left to do. The latest stay in memory, for they are asked next if any; the others go, so that a job
/// of ten thousand lanes has few activations at any time. Thread-safe.
/// </summary>
internal sealed class LanesAtRest
{
    /// <summary>Most that stay.</summary>
    public const int Most = 64;

    private readonly Lock _gate = new();
    private readonly LinkedList<IGrainContext> _lanes = []; // the latest first

    public int Count
    {
        get
        {
            lock (_gate) return _lanes.Count;
        }
    }

    /// <returns>For <see cref="Leave"/>.</returns>
    public LinkedListNode<IGrainContext> Enter(IGrainContext lane)
    {
        LinkedListNode<IGrainContext> place;
        IGrainContext? oldest = null;
        lock (_gate)
        {
            place = _lanes.AddFirst(lane);
            if (_lanes.Count > Most)
            {
                oldest = _lanes.Last!.Value;
                _lanes.RemoveLast();
            }
        }

        oldest?.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The lane is at rest."));
        return place;
    }

    /// <summary>It has something to do again, or is gone; may be called again.</summary>
    public void Leave(LinkedListNode<IGrainContext> place)
    {
        lock (_gate)
        {
            if (place.List == _lanes) _lanes.Remove(place);
        }
    }
}
