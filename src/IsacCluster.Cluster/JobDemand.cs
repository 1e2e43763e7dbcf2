using IsacCluster.Jobs;

namespace IsacCluster.Cluster;

/// <summary>What a job wants of the cluster now.</summary>
/// <param name="Kind">Of the slots that it runs on.</param>
/// <param name="OpenTasks">Indices that are wanted and not accepted.</param>
/// <param name="WantedSlots">Slots that would do them in a minute; 0 where more slots than now would find nothing to do.</param>
internal readonly record struct JobDemand(SlotKind Kind, long OpenTasks, long WantedSlots)
{
    /// <summary>The time in which the right number of slots would do what waits.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromMinutes(1);

    /// <summary>A job that has run for so long without an accepted index has long tasks.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="hasWork">Whether a lease could be granted now; what is leased already needs no further slot.</param>
    /// <param name="maxSlots">Of the job; null: no limit.</param>
    /// <param name="secondsPerIndex">Mean slot time of an accepted index; null where none is accepted.</param>
    /// <param name="elapsed">Since the run began: a bound for an index where none is accepted.</param>
    public static JobDemand Of(
        SlotKind kind, long open, bool hasWork, int? maxSlots, double? secondsPerIndex, TimeSpan elapsed)
    {
        if (open <= 0 || !hasWork) return new JobDemand(kind, Math.Max(0, open), 0);
        double seconds = secondsPerIndex ?? (elapsed < Patience ? 0 : elapsed.TotalSeconds);
        long most = Math.Min(open, maxSlots ?? long.MaxValue);
        return new JobDemand(kind, open, (long)Math.Clamp(Math.Ceiling(open * seconds / Horizon.TotalSeconds), 1, most));
    }
}
