using System.Globalization;
using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Cli.Output;

/// <summary>Lists jobs on stdout: a table, or JSON.</summary>
internal static class JobsView
{
    private const string Unknown = "-";

    public static void Show(IReadOnlyList<JobSummary> jobs, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(jobs.Select(Entry), JobJson.Options));
            return;
        }

        if (jobs.Count == 0)
        {
            Console.WriteLine("no jobs");
            return;
        }

        new ConsoleTable(
            [new("job"), new("kind", 2), new("state"), new("done", 1), new("started", 3), new("finished", 4), new("size", 2)],
            [.. jobs.Select(job => (IReadOnlyList<string>)
                [job.Id.Value, job.Kind ?? Unknown, State(job), Done(job), Time(job.Started), Time(job.Finished), Size(job.Bytes)])])
            .Write();
        foreach (JobSummary job in jobs)
        {
            if (job.Damage is { } damage) Console.WriteLine(ConsoleWidth.Wrap($"{job.Id} is damaged: {damage}", ConsoleWidth.OfOutput));
        }
    }

    /// <summary>"120 of 400", or "-" where it is not known.</summary>
    public static string Done(JobSummary job) =>
        job is { Accepted: { } accepted, Wanted: { } wanted } ? $"{accepted} of {wanted}" : Unknown;

    /// <summary>The phase, or "interrupted" where the process that ran the job has died.</summary>
    public static string State(JobSummary job) =>
        job.Interrupted ? "interrupted" : JsonNamingPolicy.KebabCaseLower.ConvertName($"{job.Phase}");

    private static object Entry(JobSummary job) => new
    {
        job.Id,
        job.Kind,
        State = State(job),
        job.Accepted,
        job.Wanted,
        job.Started,
        job.Finished,
        job.Bytes,
        job.Damage,
    };

    /// <summary>Local, to the minute.</summary>
    private static string Time(DateTimeOffset? time) =>
        time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? Unknown;

    private static string Size(long? bytes) => bytes switch
    {
        null => Unknown,
        < 1_000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB"),
    };
}
