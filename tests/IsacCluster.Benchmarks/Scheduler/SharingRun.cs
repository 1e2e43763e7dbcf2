using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Benchmarks.Scheduler;

/// <summary>Endless jobs of other priorities and task times on one cluster: the shares of useful slot time in a window.</summary>
internal static class SharingRun
{
    private static readonly (int Priority, double TaskMilliseconds)[] Jobs = [(1, 5), (2, 20), (5, 2)];

    public static async Task<MarkdownTable> MeasureAsync(int silos, TimeSpan window, TimeProvider time)
    {
        string folder = Directory.CreateTempSubdirectory("isac-benchmark-").FullName;
        try
        {
            await using EmbeddedCluster cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions
            {
                DataFolder = folder,
                Silos = silos,
                ConfigureServices = services => services.AddSingleton<IJobFactory>(new SpinJob.Factory(time)),
            });
            var ids = new List<JobId>();
            foreach (var (priority, milliseconds) in Jobs)
            {
                ids.Add(await cluster.Client.SubmitAsync(
                    SpinJob.Describe($"spin-{priority}", TimeSpan.FromMilliseconds(milliseconds)),
                    new SubmitOptions { Priority = priority }));
            }

            await Task.Delay(TimeSpan.FromSeconds(3), time); // all have joined and know their task times
            var before = await TakeAsync(cluster.Client, ids);
            await Task.Delay(window, time);
            var after = await TakeAsync(cluster.Client, ids);
            foreach (var id in ids) await cluster.Client.CancelAsync(id);
            return Tabulate(silos, [.. before.Zip(after, (first, last) => last - first)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<double>> TakeAsync(IJobClient client, IReadOnlyList<JobId> ids)
    {
        var results = await Task.WhenAll(ids.Select(id => client.GetResultsAsync(id)));
        return [.. results.Select(result => result.Timing.Stages.Sum(stage => stage.Seconds))];
    }

    private static MarkdownTable Tabulate(int silos, IReadOnlyList<double> seconds)
    {
        var table = new MarkdownTable("silos", "priority", "task (ms)", "useful slot time (s)", "share", "configured", "off by (%)");
        double total = seconds.Sum(), weights = Jobs.Sum(job => job.Priority);
        foreach (var ((priority, milliseconds), used) in Jobs.Zip(seconds))
        {
            double share = used / total, wanted = priority / weights;
            table.Add(
                Number.Count(silos), Number.Count(priority), Number.Significant(milliseconds), Number.Significant(used),
                Number.Significant(share), Number.Significant(wanted), Number.Significant(100 * (share / wanted - 1)));
        }

        return table;
    }
}
