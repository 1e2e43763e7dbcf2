using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace IsacCluster.Cluster;

/// <summary>The instruments of the job engine. Units are UCUM; no job or sample id is a dimension.</summary>
internal static class ClusterMetrics
{
    private static readonly Counter<long> Tasks =
        ClusterTelemetry.Meter.CreateCounter<long>("isac.cluster.tasks", "{task}", "Task reports by outcome.");

    private static readonly Counter<long> Leases =
        ClusterTelemetry.Meter.CreateCounter<long>("isac.cluster.leases", "{task}", "Tasks leased by agents.");

    private static readonly Histogram<double> Durations =
        ClusterTelemetry.Meter.CreateHistogram<double>("isac.cluster.task.duration", "s", "Time of one attempt on its slot.");

    private static readonly Counter<long> Threads =
        ClusterTelemetry.Meter.CreateCounter<long>(
            "isac.cluster.threads.abandoned", "{thread}", "Threads given up because their task hung.");

    private static readonly ConcurrentDictionary<object, long> Queued = new(); // by coordinator

    static ClusterMetrics() => ClusterTelemetry.Meter.CreateObservableGauge(
        "isac.queued_tasks", () => Queued.Values.Sum(), "{task}",
        "Indices that are wanted and not accepted, of the jobs that this process coordinates.");

    public static void Judged(bool accepted, int tasks = 1) =>
        Tasks.Add(tasks, new KeyValuePair<string, object?>("outcome", accepted ? "accepted" : "rejected"));

    public static void Failed() => Tasks.Add(1, new KeyValuePair<string, object?>("outcome", "failed"));

    public static void Leased(int tasks) => Leases.Add(tasks);

    public static void Ran(double seconds) => Durations.Record(seconds);

    public static void Abandoned() => Threads.Add(1);

    /// <summary>What a coordinator's job still wants; 0 when it rests or the coordinator has moved away.</summary>
    public static void Waits(object coordinator, long tasks)
    {
        if (tasks > 0) Queued[coordinator] = tasks;
        else Queued.TryRemove(coordinator, out _);
    }
}
