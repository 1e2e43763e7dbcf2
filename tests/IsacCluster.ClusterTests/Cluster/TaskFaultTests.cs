using IsacCluster.Cli.Chaos;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>Tasks that cannot be done: on one node, by anyone, or in any time.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class TaskFaultTests(FaultCluster cluster)
{
    private const int Shards = 12, ManyShards = 1000;

    [Fact]
    public async Task A_node_with_a_full_disk_fails_its_tasks_and_others_do_them()
    {
        await cluster.Processes.ReviveAsync();
        string spec = Dataset("disk", ManyShards);
        // CoreCLR maps its code through a file that the limit would hit as well, unless this protection is off.
        using SiloProcess full = await cluster.JoinAsync(new SiloProcessOptions("full", "2", cluster.Folder, cluster.Data)
        {
            ShellPrefix = "export DOTNET_EnableWriteXorExecute=0; ulimit -f 4;",
        });
        // or the others might be done before its first task is compiled
        await cluster.FinishAsync(await cluster.BeginAsync("before-the-disk", 0));
        JobResults results = await RunAsync(spec, "disk");
        full.Signal("TERM");
        await full.EndAsync();
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.True(results.Status.Counts.TasksFailed > 0, "the node with the full disk had no task");
        Assert.Equal(ManyShards, FaultCluster.Accepted(results.Status));
        string digest = (await cluster.ReportAsync(results.Status.Id, results)).Digest;
        Assert.Equal(await cluster.UndisturbedAsync(spec, "undisturbed-disk"), digest);
    }

    [Fact]
    public async Task A_task_that_throws_is_parked_and_the_report_says_what_is_missing()
    {
        await cluster.Processes.ReviveAsync();
        await RunAsync(Dataset("damaged"), "damaged");
        string shard = Path.Combine(cluster.Folder, "damaged", "shard-00000003.h5");
        await File.WriteAllBytesAsync(shard, new byte[new FileInfo(shard).Length]); // of the right length, so that only the task sees it
        JobResults results = await RunAsync(Solve("damaged"), "damaged-designs");
        AssertParked(results, 3);
        Assert.Contains("shard-00000003.h5", results.Poison[0].Ranges[0].Error, StringComparison.Ordinal);
        JobReport report = await cluster.ReportAsync(results.Status.Id, results);
        Assert.False(report.Complete);
    }

    [Fact]
    public async Task A_task_that_hangs_is_given_up_and_parked_and_the_rest_is_done()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The objective is a script of a Unix shell.");
        await cluster.Processes.ReviveAsync();
        cluster.Write("hang.sh", "[ \"$1\" = --k=3 ] && sleep 1000\necho \"{\\\"loss\\\": ${1#--k=}}\"\n");
        string spec = cluster.Write("hanging.yaml", """
            kind: study
            name: hanging
            seed: 5
            space:
              k: {choice: [1, 2, 3, 4, 5, 6]}
            objective: {command: [sh, hang.sh], metric: loss}
            sampler: grid
            trials: 6
            parallel: 6
            """);
        JobResults results = await RunAsync(spec, "hanging", new SubmitOptions { TaskTimeout = TimeSpan.FromSeconds(2) });
        Assert.Equal(JobPhase.Incomplete, results.Status.Phase);
        var parked = Assert.Single(Assert.Single(results.Poison).Ranges);
        Assert.Equal(3, parked.Attempts);
        Assert.Contains("longer than 00:00:02", parked.Error, StringComparison.Ordinal);
        Assert.Equal(5, FaultCluster.Accepted(results.Status));
        // The slots of those attempts work again.
        await cluster.FinishAsync(await cluster.BeginAsync("after-the-hang", 0));
    }

    private static void AssertParked(JobResults results, long shard)
    {
        Assert.Equal(JobPhase.Incomplete, results.Status.Phase);
        var parked = Assert.Single(Assert.Single(results.Poison).Ranges);
        Assert.Equal((shard, 1L, 3), (parked.Range.First, parked.Range.Length, parked.Attempts));
        Assert.Equal(3, results.Status.Counts.TasksFailed);
        Assert.Equal(Shards - 1, FaultCluster.Accepted(results.Status));
    }

    private async Task<JobResults> RunAsync(string spec, string output, SubmitOptions? options = null)
    {
        JobId id = await cluster.Client.SubmitAsync(cluster.Describe(spec, Path.Combine(cluster.Folder, output)), options);
        await cluster.UntilAsync(id, status => status.IsSettled);
        JobResults results = await cluster.Client.GetResultsAsync(id);
        await cluster.ReportAsync(id, results); // writes the manifest
        return results;
    }

    private string Dataset(string name, int shards = Shards) => cluster.Write($"{name}.yaml", $"""
        kind: dataset
        name: {name}
        seed: 3
        samples: {100 * shards}
        shard_size: 100
        """);

    private string Solve(string dataset) => cluster.Write($"{dataset}-designs.yaml", $"""
        kind: solve
        name: {dataset}-designs
        dataset: {dataset}
        algorithms: [zf]
        """);
}
