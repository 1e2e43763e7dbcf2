using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Cluster.Client;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Benchmarks.Scheduler;

/// <summary>
/// One study of many trials that do nothing: time of each tenth of them, size of the data folder, time and memory of its report.
/// </summary>
internal static class StudyScaleBenchmark
{
    private const int Parts = 10;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "sampler", "trials", "silos", "parallel", "date");
        var time = TimeProvider.System;
        int trials = options.Integer("trials", 100_000);
        Console.WriteLine($"{MachineFacts.Take(options.Date(time))}");
        string folder = Directory.CreateTempSubdirectory("isac-benchmark-").FullName;
        try
        {
            string text = FormattableString.Invariant($$"""
                kind: study
                name: scale
                seed: 1
                objective: {synthetic: sphere, dimensions: 10}
                sampler: {{options.Text("sampler") ?? "tpe"}}
                trials: {{trials}}
                parallel: {{options.Integer("parallel", 64)}}
                """);
            var job = new JobDescription("study", text, Path.Combine(folder, "study.yaml"), Path.Combine(folder, "out"));
            await TrialsAsync(job, folder, trials, options.Integer("silos", 3), time);
            await ReportAsync(job, folder, time);
            Console.WriteLine($"load average after: {MachineFacts.ReadLoadAverage()}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task TrialsAsync(JobDescription job, string folder, int trials, int silos, TimeProvider time)
    {
        await using EmbeddedCluster cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions
        {
            DataFolder = Path.Combine(folder, "data"),
            Silos = silos,
            ConfigureServices = services => services.AddSingleton<IJobFactory>(new SpecificationJobFactory(time)),
        });
        var table = new MarkdownTable("trials", "seconds", "trials per second since the row before", "data folder (MB)", "process (MB)");
        long started = time.GetTimestamp();
        (double Seconds, long Trials) before = (0, 0);
        JobId id = await cluster.Client.SubmitAsync(job);
        JobStatus? last = null;
        await foreach (JobStatus status in cluster.Client.WatchAsync(id))
        {
            last = status;
            long done = status.Lanes[0].Accepted;
            if (done < trials && done - before.Trials < trials / Parts) continue;
            double seconds = time.GetElapsedTime(started).TotalSeconds;
            if (done > before.Trials)
                table.Add(
                    Number.Count(done), Number.Significant(seconds),
                    Number.Significant((done - before.Trials) / (seconds - before.Seconds)), Number.Significant(SizeOf(folder) / 1e6),
                    Number.Significant(Environment.WorkingSet / 1e6));
            before = (seconds, done);
        }

        if (last!.Phase != JobPhase.Completed)
            throw new InvalidOperationException($"The study ended as {last.Phase}: {last.Failure?.Message}");
        Console.WriteLine($"\n{table}");
    }

    private static async Task ReportAsync(JobDescription description, string folder, TimeProvider time)
    {
        var factory = new SpecificationJobFactory(time);
        IReportableJob job = factory.CreateReportable(description);
        long started = time.GetTimestamp();
        JobResults results = await new StoredJobClient(Path.Combine(folder, "data"), factory, time).GetResultsAsync(new JobId(job.Id));
        double read = time.GetElapsedTime(started).TotalSeconds;
        JobOutcome outcome = OutcomeReader.Read(job, results, time.GetUtcNow(), time.GetUtcNow(), hosts: 1);
        string report = Path.Combine(folder, "report");
        JobReport written = job.WriteReport(outcome, report);
        double seconds = time.GetElapsedTime(started).TotalSeconds;
        if (!written.Complete) throw new InvalidOperationException("The report is not complete.");
        var table = new MarkdownTable("records read (s)", "report written (s)", "report (MB)", "process (MB)");
        table.Add(
            Number.Significant(read), Number.Significant(seconds), Number.Significant(SizeOf(report) / 1e6),
            Number.Significant(Environment.WorkingSet / 1e6));
        Console.WriteLine($"{table}");
    }

    private static double SizeOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => (double)file.Length);
}
