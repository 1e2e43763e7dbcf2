using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Benchmarks.Scheduler;

/// <summary>How long a lease call holds a lane's grain while a study runs whose sampler has much to compute.</summary>
internal static class LeaseBenchmark
{
    private const int WarmUpTrials = 20;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "sampler", "trials", "slots", "date");
        var time = TimeProvider.System;
        string sampler = options.Text("sampler") ?? "gp";
        int trials = options.Integer("trials", 250), slots = options.Integer("slots", 2);
        Console.WriteLine($"{MachineFacts.Take(options.Date(time))}");
        await StudyAsync("random", WarmUpTrials, slots, new LeaseClock(time), time);
        var clock = new LeaseClock(time);
        double seconds = await StudyAsync(sampler, trials, slots, clock, time);
        var table = new MarkdownTable("sampler", "trials of sphere10", "slots", "seconds", "lease calls", "mean (ms)", "longest (ms)");
        table.Add(
            sampler, Number.Count(trials), Number.Count(slots), Number.Significant(seconds), Number.Count(clock.Calls),
            Number.Significant(clock.Total.TotalMilliseconds / clock.Calls), Number.Significant(clock.Longest.TotalMilliseconds));
        Console.WriteLine($"\n{table}\nload average after: {MachineFacts.ReadLoadAverage()}");
        return 0;
    }

    private static async Task<double> StudyAsync(string sampler, int trials, int slots, LeaseClock clock, TimeProvider time)
    {
        string folder = Directory.CreateTempSubdirectory("isac-benchmark-").FullName;
        try
        {
            await using EmbeddedCluster cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions
            {
                DataFolder = Path.Combine(folder, "data"),
                SlotsPerSilo = slots,
                ConfigureServices = services => services
                    .AddSingleton<IJobFactory>(new SpecificationJobFactory(time))
                    .AddSingleton<IIncomingGrainCallFilter>(clock),
            });
            string text = FormattableString.Invariant($$"""
                kind: study
                name: lease
                seed: 1
                objective: {synthetic: sphere, dimensions: 10}
                sampler: {{sampler}}
                trials: {{trials}}
                parallel: {{slots}}
                """);
            long started = time.GetTimestamp();
            JobId id = await cluster.Client.SubmitAsync(new JobDescription("study", text, Path.Combine(folder, "study.yaml"), folder));
            JobStatus? last = null;
            await foreach (JobStatus status in cluster.Client.WatchAsync(id)) last = status;
            return last!.Phase == JobPhase.Completed
                ? time.GetElapsedTime(started).TotalSeconds
                : throw new InvalidOperationException($"The study ended as {last.Phase}: {last.Failure?.Message}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
