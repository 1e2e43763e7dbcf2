using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;
using IsacCluster.Cluster.Tests.Storage;
using IsacCluster.Cluster.Tests.Synthetic;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>What people see of a cluster, and what it forgets by itself.</summary>
public sealed class ClusterViewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Silos_jobs_and_their_progress_are_told()
    {
        using var gate = new ManualResetEventSlim();
        await using var cluster = await TestCluster.StartAsync(
            _folder["data"], [2, 1], (_, _, cancellation) => gate.Wait(cancellation));
        var id = await cluster.SubmitAsync("name=seen lanes=2 samples=50");
        var view = await UntilAsync(cluster, view => view.Silos.Sum(silo => silo.Busy.Cpu) == 3);
        Assert.Equal([2, 1], view.Silos.Select(silo => silo.Slots.Cpu).OrderDescending());
        Assert.All(view.Silos, silo => Assert.Equal((SiloPresence.Present, Environment.MachineName), (silo.State, silo.Host)));
        gate.Set();
        await cluster.EndAsync(id);
        view = await UntilAsync(cluster, view => view.Events.Any(news => news.Text == $"job {id} is completed"));
        Assert.Contains(view.Events, news => news.Text == $"job {id} is running" && news.Job == id);
        var listed = Assert.Single(await cluster.Client.GetJobsAsync());
        Assert.Equal((JobPhase.Completed, 100, 0), (listed.Phase, listed.Accepted, listed.OpenTasks));
    }

    [Fact]
    public async Task A_job_that_ended_longer_ago_than_jobs_are_kept_is_deleted()
    {
        await using (var cluster = await TestCluster.StartAsync(
            _folder["data"], [1], configure: options => options.Keep = TimeSpan.FromMilliseconds(40)))
        {
            var id = await cluster.SubmitAsync("name=old lanes=2 samples=5");
            var view = await UntilAsync(cluster, view => view.Events.Any(news => news.Kind == ClusterEventKind.JobDeleted));
            Assert.Equal(id, view.Events.Last(news => news.Kind == ClusterEventKind.JobDeleted).Job);
            Assert.False(await cluster.Client.ExistsAsync(id));
            Assert.Empty(await cluster.Client.GetJobsAsync());
        }

        using var left = SqliteSnapshot.Open(DataFolder.DatabaseOf(_folder["data"]));
        foreach (string name in new[] { "job", "lane", "specification" }) Assert.Empty(left.Keys(name));
    }

    [Fact]
    public async Task Of_the_jobs_that_ended_only_the_last_are_kept()
    {
        await using (var cluster = await TestCluster.StartAsync(_folder["data"], [1], configure: options =>
            (options.ResumesJobs, options.KeepJobs) = (true, 2)))
        {
            for (int k = 1; k <= 5; k++) await cluster.EndAsync(await cluster.SubmitAsync($"name=job{k} lanes=2 samples=5"));
            bool IsDeleted(ClusterEvent news) => news.Kind == ClusterEventKind.JobDeleted;
            var view = await UntilAsync(cluster, view => view.Events.Where(IsDeleted).Skip(2).Any());
            Assert.Equal(["job1", "job2", "job3"], view.Events.Where(IsDeleted).Select(news => news.Job!.Value.Value).Order());
            Assert.Equal(["job4", "job5"], (await cluster.Client.GetJobsAsync()).Select(job => job.Id.Value).Order());
        }

        using var left = SqliteSnapshot.Open(DataFolder.DatabaseOf(_folder["data"]));
        Assert.Equal([2, 2, 4], new[] { "job", "specification", "lane" }.Select(name => left.Keys(name).Count));
    }

    /// <summary>The list holds some thousands; who keeps more has the others deleted in their time too.</summary>
    [Fact]
    public async Task Jobs_that_the_list_does_not_hold_are_not_kept_longer_either()
    {
        string database = DataFolder.DatabaseOf(_folder["data"]);
        await using (var cluster = await TestCluster.StartAsync(_folder["data"], [1], configure: options => options.ResumesJobs = true))
            for (int k = 1; k <= 3; k++) await cluster.EndAsync(await cluster.SubmitAsync($"name=job{k} lanes=2 samples=5"));
        FlippedByte.Remove(database, "dispatch", "");
        await using (var cluster = await TestCluster.StartAsync(_folder["data"], [1], configure: options =>
            (options.ResumesJobs, options.KeepJobs) = (true, 2)))
        {
            Assert.Empty(await cluster.Client.GetJobsAsync());
            var view = await UntilAsync(cluster, view => view.Events.Any(news => news.Kind == ClusterEventKind.JobDeleted));
            Assert.Equal("job1", Assert.Single(view.Events, news => news.Kind == ClusterEventKind.JobDeleted).Job!.Value.Value);
        }

        using var left = SqliteSnapshot.Open(database);
        Assert.Equal([2, 2, 4], new[] { "job", "specification", "lane" }.Select(name => left.Keys(name).Count));
    }

    private static async Task<ClusterView> UntilAsync(TestCluster cluster, Func<ClusterView, bool> wanted)
    {
        while (true)
        {
            var view = await cluster.Client.GetClusterAsync(TestContext.Current.CancellationToken);
            if (wanted(view)) return view;
        }
    }
}
