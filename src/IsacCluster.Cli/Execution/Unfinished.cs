using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cli.Execution;

/// <summary>What is true of a job whose report is not complete, and how it goes on.</summary>
internal static class Unfinished
{
    /// <summary>After a run of its own.</summary>
    public static string AfterRun(JobStatus status) => $"{Held(status)}; the same command continues it.";

    /// <summary>In a data folder.</summary>
    /// <param name="runs">Whether another process runs it now.</param>
    public static string InFolder(JobStatus status, bool runs) =>
        $"{Held(status)}; {(runs ? "another process goes on with it." : "'isac run' with its specification continues it.")}";

    /// <summary>In a cluster.</summary>
    public static string InCluster(JobStatus status) => $"{Held(status)}; " + status.Phase switch
    {
        JobPhase.Running => "it goes on, and a later report holds more.",
        JobPhase.Paused or JobPhase.Cancelled => $"'isac resume {status.Id}' continues it.",
        _ => "submitted again, it tries again what failed.",
    };

    private static string Held(JobStatus status) =>
        $"job {status.Id} is not complete: this report holds {status.Lanes.Sum(lane => lane.Accepted)} of "
        + $"{status.Lanes.Sum(lane => lane.Boundary)}";
}
