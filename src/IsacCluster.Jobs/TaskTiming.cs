namespace IsacCluster.Jobs;

/// <summary>Predicts how long work takes by doing a little of it and throwing the result away.</summary>
public static class TaskTiming
{
    private const int MeasuredLanes = 4, MeasuredIndices = 4, WarmUpIndices = 40;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2), Measurement = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Mean seconds per index over the first indices of at most four lanes spread over the plan, less of them where they take long. Nothing
    /// is written.
    /// </summary>
    public static double SecondsPerIndex(IJob job, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        using ITaskRunner runner = job.CreateRunner();
        int lanes = Math.Min(MeasuredLanes, job.Lanes.Count);
        return SecondsPerCall(
            call => runner.Run(new TaskRange((int)(call % lanes) * job.Lanes.Count / lanes, call / lanes, 1), cancellation),
            lanes * MeasuredIndices, time);
    }

    /// <summary>
    /// Mean seconds of a call over at most <paramref name="calls"/> of them, fewer once they have taken four seconds. Forty calls, or two
    /// seconds of them, are made before and left out: they let the runtime compile the hot code well. A first call that takes longer than
    /// that is its own measurement: compiling hardly counts in it.
    /// </summary>
    /// <param name="act">Is given the number of the call, from 0 in either part.</param>
    public static double SecondsPerCall(Action<long> act, int calls, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(calls, 1);
        long started = time.GetTimestamp();
        for (int call = 0; call < WarmUpIndices && time.GetElapsedTime(started) < WarmUp; call++)
        {
            act(call % calls);
            if (call == 0 && time.GetElapsedTime(started) is var first && first > WarmUp) return first.TotalSeconds;
        }

        started = time.GetTimestamp();
        int made = 0;
        while (made < calls && (made == 0 || time.GetElapsedTime(started) < Measurement)) act(made++);
        return time.GetElapsedTime(started).TotalSeconds / made;
    }
}
