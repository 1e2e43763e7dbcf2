using IsacCluster.Cluster.Client;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;
using IsacCluster.Cluster.Tests.Synthetic;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>Deleting jobs, and listing those that are left.</summary>
public sealed class DeletionTests : IDisposable
{
    private const string Spec = "name=gone lanes=3 samples=200";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_deleted_job_leaves_nothing_and_can_be_submitted_anew()
    {
        await using (var cluster = await TestCluster.StartAsync(_folder["data"], [2, 2]))
        {
            var kept = await cluster.EndAsync(await cluster.SubmitAsync("name=kept lanes=1 samples=100"));
            var id = await cluster.SubmitAsync(Spec);
            await cluster.EndAsync(id);
            var summary = (await cluster.Client.GetSummaryAsync(id))!;
            Assert.Equal((JobPhase.Completed, 600, 600, false), (summary.Phase, summary.Accepted, summary.Wanted, summary.Interrupted));
            Assert.True(summary.Started <= summary.Finished && summary.Bytes > 0);

            Assert.True(await cluster.Client.DeleteAsync(id));
            Assert.Null(await cluster.Client.GetSummaryAsync(id));
            Assert.True(await cluster.Client.DeleteAsync(id)); // again: a call may be repeated
            Assert.DoesNotContain(await cluster.Client.GetJobsAsync(), job => job.Id == id);
            Assert.Equal(kept.Status.Id, Assert.Single(await StoredJobs.ListAsync(_folder["data"])).Id);
            using (var left = SqliteSnapshot.Open(DataFolder.DatabaseOf(_folder["data"])))
                Assert.DoesNotContain([.. left.Keys("job"), .. left.Keys("lane")], key => key.Contains("gone", StringComparison.Ordinal));

            var again = await cluster.EndAsync(await cluster.SubmitAsync(Spec));
            Assert.Equal((600, 0), (again.Status.Counts.SamplesComputed, again.Status.Counts.SamplesReused));
            Assert.Equal(new SyntheticJob(Spec).Truth(), again.Lanes);
        }
    }

    [Fact]
    public async Task A_running_job_is_not_deleted_and_what_a_paused_one_still_computes_is_dropped()
    {
        using var gate = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        await using var cluster = await TestCluster.StartAsync(_folder["data"], [2], (_, _, cancellation) =>
        {
            begun.Set();
            gate.Wait(cancellation);
        });
        var id = await cluster.SubmitAsync(Spec);
        begun.Wait(TestContext.Current.CancellationToken);
        Assert.False(await cluster.Client.DeleteAsync(id));
        Assert.NotNull(await cluster.Client.GetSummaryAsync(id));

        await cluster.Client.PauseAsync(id);
        Assert.True(await cluster.Client.DeleteAsync(id));
        gate.Set();
        var other = await cluster.EndAsync(await cluster.SubmitAsync("name=other lanes=1 samples=50")); // the slots are free again
        Assert.Equal(JobPhase.Completed, other.Status.Phase);
        Assert.Equal(["other"], (await StoredJobs.ListAsync(_folder["data"])).Select(job => job.Id.Value));
    }

    [Fact]
    public async Task A_job_whose_process_died_is_listed_as_interrupted_and_can_be_deleted()
    {
        using var gate = new ManualResetEventSlim();
        var first = await TestCluster.StartAsync(_folder["data"], [1], (_, range, cancellation) =>
        {
            if (range.First > 0) gate.Wait(cancellation);
        });
        var id = await first.SubmitAsync(Spec, new SubmitOptions { TaskSize = 1 });
        await first.UntilAsync(id, status => status.Lanes.Sum(lane => lane.Accepted) > 0);
        Assert.False(Assert.Single(await StoredJobs.ListAsync(_folder["data"])).Interrupted);
        await first.KillAsync();
        var listed = Assert.Single(await StoredJobs.ListAsync(_folder["data"]));
        Assert.Equal((JobPhase.Running, true, 600), (listed.Phase, listed.Interrupted, listed.Wanted));

        await using var second = await TestCluster.StartAsync(_folder["data"], [0]);
        Assert.True(Assert.Single(await StoredJobs.ListAsync(_folder["data"])).Interrupted);
        Assert.True(await second.Client.DeleteAsync(id));
        Assert.Empty(await StoredJobs.ListAsync(_folder["data"]));
    }
}
