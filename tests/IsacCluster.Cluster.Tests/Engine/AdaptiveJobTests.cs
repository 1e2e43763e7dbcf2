using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Tests.Synthetic;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>Adaptive jobs on whole clusters: their sequencers compute beside the lanes.</summary>
public sealed class AdaptiveJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 8)]
    public async Task Same_bytes_for_any_number_of_silos(int silos, int parallel)
    {
        var job = new ChainJob(samples: 60, parallel);
        await using var cluster = await StartAsync(job, silos);
        var results = await cluster.EndAsync(await SubmitAsync(cluster));
        Assert.Equal((JobPhase.Completed, 60), (results.Status.Phase, results.Status.Counts.SamplesComputed));
        Assert.Equal(job.Truth(), Assert.Single(results.Lanes));
    }

    [Fact]
    public async Task While_an_argument_is_computed_the_lane_answers_and_leases_what_is_ready()
    {
        using var gate = new ManualResetEventSlim();
        var computing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = new ChainJob(samples: 10, parallel: 3, onArgument: index =>
        {
            if (index != 2) return;
            computing.TrySetResult();
            gate.Wait(CancellationToken.None);
        });
        await using var cluster = await StartAsync(job, silos: 1);
        var id = await SubmitAsync(cluster);
        await computing.Task.WaitAsync(TestContext.Current.CancellationToken);
        await cluster.UntilAsync(id, status => status.Lanes[0].Accepted == 2); // both of those that were ready
        var lane = cluster.Grains.GetGrain<ILaneGrain>(new LaneKey(id, 0).ToString());
        Assert.Empty(await lane.Lease(new AgentId("other"), 1));
        var notice = await lane.GetNotice(default);
        Assert.Equal((false, LanePhase.Open), (notice.HasWork, notice.Status.Phase));
        gate.Set();
        Assert.Equal(job.Truth(), Assert.Single((await cluster.EndAsync(id)).Lanes));
    }

    [Fact]
    public async Task An_exception_of_the_sequencer_fails_the_job_with_its_message()
    {
        var job = new ChainJob(samples: 10, parallel: 1, onArgument: index =>
        {
            if (index == 4) throw new InvalidOperationException("No feasible point was found.");
        });
        await using var cluster = await StartAsync(job, silos: 1);
        var results = await cluster.EndAsync(await SubmitAsync(cluster));
        Assert.Equal(JobPhase.Failed, results.Status.Phase);
        Assert.Equal(new JobFailure(JobFailureKind.Job, "Lane 0: No feasible point was found."), results.Status.Failure);
    }

    [Fact]
    public async Task A_lane_that_its_sequencer_blocks_leaves_the_job_incomplete()
    {
        await using var cluster = await StartAsync(new ChainJob(samples: 10, parallel: 2, limit: 6), silos: 1);
        var results = await cluster.EndAsync(await SubmitAsync(cluster));
        Assert.Equal((JobPhase.Incomplete, 6), (results.Status.Phase, results.Status.Lanes[0].Accepted));
    }

    [Fact]
    public async Task After_a_cancel_no_argument_is_computed_and_a_resumed_job_goes_on()
    {
        using var gate = new ManualResetEventSlim();
        var computing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        long last = -1;
        var job = new ChainJob(samples: 10, parallel: 4, onArgument: index =>
        {
            Volatile.Write(ref last, index);
            if (index != 3) return;
            computing.TrySetResult();
            gate.Wait(CancellationToken.None);
        });
        await using var cluster = await StartAsync(job, silos: 1);
        var id = await SubmitAsync(cluster);
        await computing.Task.WaitAsync(TestContext.Current.CancellationToken);
        await cluster.Client.CancelAsync(id);
        gate.Set();
        Assert.Equal(JobPhase.Cancelled, (await cluster.EndAsync(id)).Status.Phase);
        Assert.Equal(3, Volatile.Read(ref last));
        await cluster.Client.ResumeAsync(id);
        Assert.Equal(job.Truth(), Assert.Single((await cluster.EndAsync(id)).Lanes));
    }

    [Fact]
    public async Task After_a_kill_the_history_is_replayed_and_only_the_rest_is_computed()
    {
        using var gate = new ManualResetEventSlim();
        var stuck = new ChainJob(samples: 30, parallel: 2, onArgument: index =>
        {
            if (index == 20) gate.Wait(CancellationToken.None);
        });
        await using (var first = await StartAsync(stuck, silos: 1))
        {
            var killed = await SubmitAsync(first);
            await first.UntilAsync(killed, status => status.Lanes[0].Accepted == 20);
            await first.KillAsync();
        }

        gate.Set();
        var job = new ChainJob(samples: 30, parallel: 2);
        await using var second = await StartAsync(job, silos: 1);
        var results = await second.EndAsync(await SubmitAsync(second));
        Assert.Equal(job.Truth(), Assert.Single(results.Lanes));
        Assert.Equal((10, 20), (results.Status.Counts.SamplesComputed, results.Status.Counts.SamplesReused));
    }

    private Task<TestCluster> StartAsync(ChainJob job, int silos) => TestCluster.StartAsync(
        _folder["data"], [.. Enumerable.Repeat((SlotCounts)1, silos)],
        services: services => services.AddSingleton<IJobFactory>(new ChainJob.Factory(job)));

    private static Task<JobId> SubmitAsync(TestCluster cluster) => cluster.SubmitAsync("name=chain");
}
