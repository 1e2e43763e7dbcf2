using IsacCluster.Campaigns.Jobs;
using IsacCluster.Cli.Chaos;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>Tasks that cannot be done: on one node, by anyone, or in any time.</summary>
[Collection(FaultClusterCollection.Name)]
public sealed class TaskFaultTests(FaultCluster cluster)
{
    private const int Shards = 12, ManyShards = 300;

    [Fact]
    public async Task A_node_with_a_full_disk_fails_its_tasks_and_others_do_them()
    {
        await cluster.Processes.ReviveAsync();
        string spec = Dataset("disk", ManyShards);
        // CoreCLR maps its code through a file that the limit would hit as well, unless this protection is off.
        SiloProcess full = await cluster.Processes.JoinAsync(new SiloProcessOptions("full", "2", cluster.Folder, cluster.Data)
        {
            ShellPrefix = "export DOTNET_EnableWriteXorExecute=0; ulimit -f 4;",
        });
        JobResults results = await RunAsync(spec, "disk");
        full.Signal("TERM");
        await full.EndAsync();
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.True(results.Status.Counts.FailedTasks > 0, "the node with the full disk had no task");
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

    private static void AssertParked(JobResults results, long shard)
    {
        Assert.Equal(JobPhase.Incomplete, results.Status.Phase);
        var parked = Assert.Single(Assert.Single(results.Poison).Ranges);
        Assert.Equal((shard, 1L, 3), (parked.Range.First, parked.Range.Length, parked.Attempts));
        Assert.Equal(3, results.Status.Counts.FailedTasks);
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
