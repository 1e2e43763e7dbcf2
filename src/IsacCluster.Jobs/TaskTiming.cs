namespace IsacCluster.Jobs;

/// <summary>Predicts how long a job takes by running a few of its tasks and throwing their results away.</summary>
public static class TaskTiming
{
    private const int MeasuredLanes = 4, MeasuredIndices = 4, WarmUpIndices = 40;

    /// <summary>
    /// Mean seconds per index over the first indices of at most four lanes spread over the plan. Forty indices of the first are run
    /// before and left out: they let the runtime compile the hot code well. Nothing is written.
    /// </summary>
    public static double SecondsPerIndex(IJob job, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(time);
        using ITaskRunner runner = job.CreateRunner();
        int lanes = Math.Min(MeasuredLanes, job.Lanes.Count);
        double seconds = 0;
        runner.Run(new TaskRange(0, 0, WarmUpIndices), cancellation);
        for (int k = 0; k < lanes; k++)
        {
            int lane = k * job.Lanes.Count / lanes;
            long started = time.GetTimestamp();
            runner.Run(new TaskRange(lane, 0, MeasuredIndices), cancellation);
            seconds += time.GetElapsedTime(started).TotalSeconds;
        }

        return seconds / (lanes * MeasuredIndices);
    }
}
