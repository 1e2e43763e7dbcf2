namespace IsacCluster.Jobs;

/// <summary>Predicts how long a job takes by running a few of its tasks and throwing their results away.</summary>
public static class TaskTiming
{
    private const int MeasuredLanes = 4, MeasuredIndices = 4, WarmUpIndices = 40;

    /// <summary>Seconds beyond which an index is its own measurement: compiling hardly counts, and nobody waits for forty.</summary>
    private const double LongIndex = 0.25, VeryLongIndex = 10;

    /// <summary>
    /// Mean seconds per index over the first indices of at most four lanes spread over the plan. Forty indices of the first are run
    /// before and left out: they let the runtime compile the hot code well. Where an index takes long one or two are enough. Nothing is
    /// written.
    /// </summary>
    public static double SecondsPerIndex(IJob job, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(time);
        using ITaskRunner runner = job.CreateRunner();
        int lanes = Math.Min(MeasuredLanes, job.Lanes.Count);
        double seconds = 0;
        foreach (double most in (double[])[VeryLongIndex, LongIndex])
        {
            double one = Seconds(0, 1);
            if (one > most) return one;
        }

        Seconds(0, WarmUpIndices);
        for (int k = 0; k < lanes; k++) seconds += Seconds(k * job.Lanes.Count / lanes, MeasuredIndices);
        return seconds / (lanes * MeasuredIndices);

        double Seconds(int lane, int indices)
        {
            long started = time.GetTimestamp();
            runner.Run(new TaskRange(lane, 0, indices), cancellation);
            return time.GetElapsedTime(started).TotalSeconds;
        }
    }
}
