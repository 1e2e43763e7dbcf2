namespace IsacCluster.Campaigns.Jobs;

/// <summary>Predicts how long a job takes by running a few of its tasks and throwing their results away.</summary>
public static class TaskTiming
{
    private const int MeasuredLanes = 4, MeasuredIndices = 3;

    /// <summary>
    /// Mean seconds per index over the first indices of at most four lanes spread over the plan; one index more is run first and
    /// left out, since it compiles the code. Nothing is written.
    /// </summary>
    public static double SecondsPerIndex(IJob job, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(time);
        using ITaskRunner runner = job.CreateRunner();
        int lanes = Math.Min(MeasuredLanes, job.Lanes.Count);
        double seconds = 0;
        for (int k = 0; k < lanes; k++)
        {
            int lane = k * job.Lanes.Count / lanes;
            runner.Run(new TaskRange(lane, 0, 1), cancellation);
            long started = time.GetTimestamp();
            runner.Run(new TaskRange(lane, 0, MeasuredIndices), cancellation);
            seconds += time.GetElapsedTime(started).TotalSeconds;
        }

        return seconds / (lanes * MeasuredIndices);
    }
}
