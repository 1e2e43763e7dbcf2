using System.Globalization;
using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Reporting;
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
            [new("job"), new("phase"), new("done"), new("per second", 2), new("finish"), new("open", 1), new("priority", 3)],
            [.. jobs.Select(job => (IReadOnlyList<string>)
            [
                job.Id.Value, job.Phase is { } phase ? Phase(phase) : "unknown", Percent(job.Accepted, job.Accepted + job.OpenTasks),
                job.Pace is { } pace ? Rate(pace) : "", job.Pace is { Finish: { } finish } ? Clock(finish) : "",
                $"{job.OpenTasks}", $"{job.Priority}",
            ])])
            .Write();
        foreach (JobListing job in jobs)
        {
            if (job.Waiting is { } waiting) Console.WriteLine(ConsoleWidth.Wrap($"{job.Id} waits for {waiting}", ConsoleWidth.OfOutput));
        }
    }

    public static void Show(JobStatus status, bool json)
    {
        if (json)
        {
            WriteJson(status);
            return;
        }

        Console.WriteLine($"{status.Id}: {Phase(status.Phase)}{(status.Failure is { } failure ? $", {failure.Message}" : "")}");
        Console.WriteLine(Progress(status));
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

    /// <summary>"42.1 % (3368 of 8000), 812 a second, done at about 14:05:10 (in 6 min)", as far as it is known.</summary>
    private static string Progress(JobStatus status)
    {
        (long accepted, long wanted) = ProgressDisplay.Extent(status);
        string done = $"{Percent(accepted, wanted)} ({accepted} of {wanted})";
        if (status.Pace is not { } pace) return done;
        string rate = $"{done}, {Rate(pace)} a second";
        return pace.Finish is not { } finish || accepted >= wanted
            ? rate
            : $"{rate}, done at about {Clock(finish)} (in {ClusterViewText.Span(finish - TimeProvider.System.GetUtcNow())})";
    }

    /// <summary>Rounded down, so that 100 % is all; empty where it is not known.</summary>
    private static string Percent(long? accepted, long? wanted) => accepted is not { } done || wanted is not > 0
        ? "" : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000.0 * done / wanted.Value) / 10:0.0} %");

    private static string Rate(JobPace pace) => NumberText.Value(pace.PerSecond);

    private static string Clock(DateTimeOffset time) => ClusterViewText.Clock(time, TimeProvider.System.GetUtcNow());

    private static string Phase(JobPhase phase) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{phase}");

    private static void WriteJson<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, JobJson.Options));
}
