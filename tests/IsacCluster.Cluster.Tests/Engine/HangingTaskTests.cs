using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Tests.Synthetic;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>Tasks that run beyond their limit, and stragglers.</summary>
public sealed class HangingTaskTests : IDisposable
{
    private static readonly SubmitOptions Limited = new() { TaskTimeout = TimeSpan.FromMilliseconds(100) };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, "it was stopped")]
    [InlineData(false, "its thread did not stop and was abandoned")]
    public async Task A_task_that_hangs_is_parked_and_the_rest_finishes_on_the_same_slot(bool heedsCancellation, string outcome)
    {
        using var gate = new ManualResetEventSlim();
        await using var cluster = await TestCluster.StartAsync(_folder["data"], [1], (_, range, cancellation) =>
        {
            if (range.First == 30) gate.Wait(heedsCancellation ? cancellation : CancellationToken.None);
        });
        var results = await cluster.EndAsync(await cluster.SubmitAsync("name=hangs lanes=1 samples=100 size=10", Limited));
        gate.Set();
        Assert.Equal(JobPhase.Incomplete, results.Status.Phase);
        var poison = Assert.Single(Assert.Single(results.Poison).Ranges);
        Assert.Equal((new Interval(30, 40), LaneLedger.AllowedAttempts), (poison.Range, poison.Attempts));
        Assert.Equal($"TimeoutException: the task ran longer than 00:00:00.1000000; {outcome}", poison.Error);
        Assert.Equal((90, 3), (results.Status.Counts.SamplesComputed, results.Status.Counts.TasksFailed));
        Assert.Equal(
            results.Timing.Ledger.SlotsS,
            results.Timing.Ledger.UsefulS + results.Timing.Ledger.QueueS + results.Timing.Ledger.OverheadS
                + results.Timing.Ledger.WastedS, 9);
        Assert.True(results.Timing.Ledger.WastedS >= 3 * 0.1);
    }

    [Fact]
    public async Task A_cancelled_job_does_not_wait_for_a_task_that_hangs()
    {
        using var gate = new ManualResetEventSlim();
        using var hanging = new ManualResetEventSlim();
        await using var cluster = await TestCluster.StartAsync(_folder["data"], [1], (job, _, _) =>
        {
            if (job.Id != "stuck") return;
            hanging.Set();
            gate.Wait(CancellationToken.None);
        });
        var stuck = await cluster.SubmitAsync("name=stuck lanes=1 samples=1");
        hanging.Wait(TestContext.Current.CancellationToken);
        await cluster.Client.CancelAsync(stuck);
        var results = await cluster.EndAsync(await cluster.SubmitAsync("name=next lanes=1 samples=10"));
        gate.Set();
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.Equal(
            (JobPhase.Cancelled, 0),
            ((await cluster.Client.GetStatusAsync(stuck)).Phase, (await cluster.Client.GetStatusAsync(stuck)).Counts.TasksFailed));
    }

    /// <summary>The copy ends while the straggler still runs.</summary>
    [Fact]
    public async Task A_straggler_is_copied_by_another_silo_and_counted_once()
    {
        int attempts = 0;
        await using var cluster = await TestCluster.StartAsync(_folder["data"], [1, 1], (_, range, cancellation) =>
        {
            if (range.First != 5 || Interlocked.Increment(ref attempts) > 1) return;
            cancellation.WaitHandle.WaitOne();
            cancellation.ThrowIfCancellationRequested();
        });
        const string spec = "name=late lanes=1 samples=20 size=1";
        var results = await cluster.EndAsync(await cluster.SubmitAsync(spec));
        Assert.Equal((JobPhase.Completed, 2), (results.Status.Phase, attempts));
        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
        var counts = results.Status.Counts;
        Assert.Equal((20, 20, 0), (counts.TasksAccepted, counts.SamplesComputed, counts.TasksFailed));
    }
}
