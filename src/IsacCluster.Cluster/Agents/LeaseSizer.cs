namespace IsacCluster.Cluster.Agents;

/// <summary>
/// How many tasks to hold in front of the slots: <c>slots x depth / mean task time</c>, at least one a slot, at most twice what has run so far (the first tasks of a
/// job tell little) and at most <see cref="Most"/>. None where a task takes long: a slot that asks when it is idle loses
/// little, and the task may start on another silo meanwhile. Thread-safe.
/// </summary>
internal sealed class LeaseSizer(int slots, TimeSpan depth)
{
    /// <summary>Enough for 20,000 tasks a second at the default depth.</summary>
    public const int Most = 8192;

    private const double Memory = 0.9; // weight of the past in the running mean
    private const double LongTask = 10; // times the depth
    private readonly Lock _gate = new();
    private double _meanSeconds;
    private long _ran;

    public int Target
    {
        get
        {
            lock (_gate)
            {
                if (_ran == 0 || _meanSeconds > LongTask * depth.TotalSeconds) return 0;
                double wanted = Math.Min(2.0 * _ran, slots * depth.TotalSeconds / Math.Max(_meanSeconds, 1e-9));
                return (int)Math.Clamp(Math.Ceiling(wanted), slots, Math.Max(slots, Most));
            }
        }
    }

    public void Ran(TimeSpan elapsed)
    {
        lock (_gate)
        {
            double weight = _ran++ == 0 ? 0 : Memory;
            _meanSeconds = weight * _meanSeconds + (1 - weight) * elapsed.TotalSeconds;
        }
    }
}
