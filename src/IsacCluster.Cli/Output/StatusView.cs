using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Jobs;
using Spectre.Console;

namespace IsacCluster.Cli.Output;

/// <summary>Shows how jobs stand on stdout: tables, or the same JSON as the silos' HTTP endpoint.</summary>
internal static class StatusView
{
    public static void Show(IReadOnlyList<JobListing> jobs, bool json)
    {
        if (json)
        {
            WriteJson(jobs);
            return;
        }

        if (jobs.Count == 0)
        {
            Console.WriteLine("no jobs");
            return;
        }

        Table table = PlainTable.New(["job", "phase", "priority", "indices open"]);
        foreach (JobListing job in jobs)
            table.AddRow(
                Markup.Escape(job.Id.Value), job.Phase is { } phase ? Phase(phase) : "unknown", $"{job.Priority}", $"{job.OpenTasks}");
        PlainTable.Write(table);
    }

    public static void Show(JobStatus status, bool json)
    {
        if (json)
        {
            WriteJson(status);
            return;
        }

        Console.WriteLine($"{status.Id}: {Phase(status.Phase)}{(status.Failure is { } failure ? $", {failure.Message}" : "")}");
        if (status.Waiting is { } waiting) Console.WriteLine($"waits for {waiting}");
        Table table = PlainTable.New(["lane", "accepted", "wanted", "state", "failed attempts", "parked ranges"]);
        foreach (LaneStatus lane in status.Lanes)
        {
            table.AddRow(
                Markup.Escape(lane.Label), $"{lane.Accepted}", $"{lane.Boundary}",
                lane.StopReason ?? (lane.Phase == Cluster.Ledger.LanePhase.Blocked ? "blocked" : "open"),
                $"{lane.Counts.TasksFailed}", $"{lane.PoisonRanges}");
        }

        PlainTable.Write(table);
    }

    private static string Phase(JobPhase phase) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{phase}");

    private static void WriteJson<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, JobJson.Options));
}
