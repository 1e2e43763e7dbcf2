namespace IsacCluster.Cluster.Activations;

/// <summary>
/// Grains of one class on this silo that have nothing left to do. The latest stay in memory, for they are asked next if any; the others go,
/// so that neither a job of ten thousand lanes nor a thousand jobs in a row have many activations at any time. Thread-safe.
/// </summary>
internal sealed class ActivationsAtRest<TGrain>
    where TGrain : Grain
{
    /// <summary>Most that stay.</summary>
    public const int Most = 64;

    private readonly Lock _gate = new();
    private readonly LinkedList<IGrainContext> _grains = []; // the latest first

    public int Count
    {
        get
        {
            lock (_gate) return _grains.Count;
        }
    }

    /// <returns>For <see cref="Leave"/>.</returns>
    public LinkedListNode<IGrainContext> Enter(IGrainContext grain)
    {
        LinkedListNode<IGrainContext> place;
        IGrainContext? oldest = null;
        lock (_gate)
        {
            place = _grains.AddFirst(grain);
            if (_grains.Count > Most)
            {
                oldest = _grains.Last!.Value;
                _grains.RemoveLast();
            }
        }

        oldest?.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "It is at rest."));
        return place;
    }

    /// <summary>It has something to do again, or is gone; may be called again.</summary>
    public void Leave(LinkedListNode<IGrainContext> place)
    {
        lock (_gate)
        {
            if (place.List == _grains) _grains.Remove(place);
        }
    }
}
