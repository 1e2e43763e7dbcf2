using System.Diagnostics;
using System.Globalization;
using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Http;

namespace IsacCluster.Benchmarks.Jobs;

/// <summary>
/// Small jobs in a row on one silo over redis-server, each submitted over HTTP and waited for: what the silo and the store hold after some.
/// </summary>
internal static class JobsBenchmark
{
    private static readonly int[] Marks = [20, 100, 300, 500, 700];
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10), Patience = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 1, "count", "keep-jobs", "pause", "date");
        string isac = Path.GetFullPath(options.Positional(0) ?? throw new UsageException("jobs needs the path of isac."));
        int count = options.Integer("count", 1000), keep = options.Integer("keep-jobs", 0, least: 0);
        TimeSpan pause = TimeSpan.FromMilliseconds(options.Integer("pause", 0, least: 0));
        MachineFacts facts = MachineFacts.Take(options.Date(TimeProvider.System));
        string folder = Directory.CreateTempSubdirectory("isac-jobs-").FullName;
        try
        {
            await using JobsCluster cluster = await JobsCluster.StartAsync(isac, folder, keep);
            MarkdownTable table = await RunAsync(cluster, count, pause);
            Console.WriteLine($"{facts}\n{table}\nload average after: {MachineFacts.ReadLoadAverage()}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<MarkdownTable> RunAsync(JobsCluster cluster, int count, TimeSpan pause)
    {
        using var client = new RemoteJobClient(cluster.Server, JobsCluster.Token, TimeProvider.System, Patience);
        var table = new MarkdownTable("jobs", "seconds", "silo (MB)", "store (MB)", "records", "store's folder (MB)");
        long start = Stopwatch.GetTimestamp();
        for (int job = 1; job <= count; job++)
        {
            JobId id = await client.SubmitAsync(Describe(job));
            while (await client.GetStatusAsync(id) is { IsSettled: false }) await Task.Delay(Poll, TimeProvider.System);
            await Task.Delay(pause, TimeProvider.System);
            if (!Marks.Contains(job) && job % 1000 != 0 && job != count) continue;
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            (double memory, long records) = await cluster.StoreAsync();
            table.Add(
                Number.Count(job), Text(elapsed.TotalSeconds), Text(cluster.ResidentBytes / 1e6), Text(memory / 1e6), Number.Count(records),
                Text(cluster.StoreFolderBytes / 1e6));
            Console.Error.WriteLine($"{job} jobs");
        }

        return table;
    }

    private static JobDescription Describe(int job) => new(
        "campaign",
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            kind: campaign
            name: small{{job}}
            seed: {{job}}
            scenario: {antennas: 4, grid_points: 20}
            algorithms: [radar]
            samples: 5
            """),
        "small.yaml", "out");

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
