using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Jobs;

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

        new ConsoleTable(
            [new("job"), new("phase"), new("priority", 1), new("indices open")],
            [.. jobs.Select(job => (IReadOnlyList<string>)
                [job.Id.Value, job.Phase is { } phase ? Phase(phase) : "unknown", $"{job.Priority}", $"{job.OpenTasks}"])])
            .Write();
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
        else foreach (SiloRefusal refusal in status.Refusals ?? []) Console.WriteLine($"not on {refusal.Silo}: {refusal.Reason}");
        new ConsoleTable(
            [new("lane"), new("accepted"), new("wanted"), new("state"), new("failed attempts", 1), new("parked ranges", 2)],
            [.. status.Lanes.Select(lane => (IReadOnlyList<string>)
            [
                lane.Label, $"{lane.Accepted}", $"{lane.Boundary}",
                lane.StopReason ?? (lane.Phase == Cluster.Ledger.LanePhase.Blocked ? "blocked" : "open"),
                $"{lane.Counts.TasksFailed}", $"{lane.PoisonRanges}",
            ])]).Write();
    }

    private static string Phase(JobPhase phase) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{phase}");

    private static void WriteJson<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, JobJson.Options));
}
