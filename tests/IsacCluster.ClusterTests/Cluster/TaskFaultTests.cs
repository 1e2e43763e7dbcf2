using System.Diagnostics;
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
        JobResults whole = await RunAsync(Dataset("whole", ManyShards), "whole");
        // CoreCLR maps its code through a file that the limit would hit as well, unless this protection is off.
        SiloProcess full = await cluster.Processes.JoinAsync(new SiloProcessOptions("full", "2", cluster.Folder, cluster.Data)
        {
            ShellPrefix = "export DOTNET_EnableWriteXorExecute=0; ulimit -f 4;",
        });
        JobResults results = await RunAsync(Dataset("half-full", ManyShards), "half-full");
        full.Signal("TERM");
        await full.EndAsync();
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.True(results.Status.Counts.FailedTasks > 0, "the node with the full disk had no task");
        Assert.Equal(ManyShards, FaultCluster.Accepted(results.Status));
        Assert.Equal(whole.Lanes[0], results.Lanes[0]);
    }

    [Fact]
    public async Task A_task_that_throws_is_parked_and_the_report_says_what_is_missing()
    {
        await cluster.Processes.ReviveAsync();
        await RunAsync(Dataset("damaged"), "damaged");
        string shard = Path.Combine(cluster.Folder, "damaged", "shard-00000003.h5");
        await using (FileStream file = new(shard, FileMode.Open)) file.SetLength(file.Length / 2);
        JobResults results = await RunAsync(Solve("damaged"), "damaged-designs");
        AssertParked(results, 3);
        Assert.Contains("shard-00000003.h5", results.Poison[0].Ranges[0].Error, StringComparison.Ordinal);
        JobReport report = await cluster.ReportAsync(results.Status.Id, results);
        Assert.False(report.Complete);
    }

    [Fact]
    public async Task A_task_that_hangs_is_given_up_parked_and_the_rest_is_done()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A named pipe that nobody writes to hangs its reader on Unix.");
        await cluster.Processes.ReviveAsync();
        await RunAsync(Dataset("hanging"), "hanging");
        string shard = Path.Combine(cluster.Folder, "hanging", "shard-00000005.h5");
        File.Delete(shard);
        using (Process pipe = Process.Start("mkfifo", [shard])) await pipe.WaitForExitAsync();
        JobResults results = await RunAsync(Solve("hanging"), "hanging-designs", new SubmitOptions { TaskTimeout = TimeSpan.FromSeconds(1) });
        AssertParked(results, 5);
        // The slots of those attempts work again.
        JobId next = await cluster.BeginAsync("after-the-hang", 0);
        await cluster.FinishAsync(next);
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
