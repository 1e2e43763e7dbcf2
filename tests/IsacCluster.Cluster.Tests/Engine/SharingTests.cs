using System.Collections.Concurrent;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Tests.Synthetic;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>Several jobs on the same slots at once, and slots of two kinds.</summary>
public sealed class SharingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_later_job_runs_beside_an_earlier_one_whose_slots_are_limited()
    {
        using var gate = new ManualResetEventSlim();
        using var bothWork = new ManualResetEventSlim();
        var silos = new ConcurrentDictionary<string, bool>();
        int running = 0, most = 0;
        await using var cluster = await StartAsync([2, 2], (job, _, cancellation) =>
        {
            if (job.Id == "first")
            {
                silos[Thread.CurrentThread.Name![..^2]] = true; // without the slot's number
                if (silos.Count == 2) bothWork.Set();
                bothWork.Wait(cancellation);
            }

            if (job.Id != "slow") return;
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            gate.Wait(cancellation);
            Interlocked.Decrement(ref running);
        });
        // A limit is exact once the silos know of each other.
        await cluster.EndAsync(await cluster.SubmitAsync("name=first lanes=2 samples=8 size=1"));
        var slow = await cluster.SubmitAsync("name=slow lanes=2 samples=40 size=1", new SubmitOptions { MaxSlots = 3 });
        var quick = await cluster.SubmitAsync("name=quick lanes=2 samples=200 size=1");
        Assert.Equal(JobPhase.Completed, (await cluster.EndAsync(quick)).Status.Phase);
        var listed = await cluster.Client.GetJobsAsync();
        Assert.Equal(
            [("slow", JobPhase.Running), ("first", JobPhase.Completed), ("quick", JobPhase.Completed)],
            listed.Select(job => (job.Id.Value, job.Phase!.Value)));
        gate.Set();
        var results = await cluster.EndAsync(slow);
        Assert.Equal(new SyntheticJob("name=slow lanes=2 samples=40").Truth(), results.Lanes);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task The_timing_of_jobs_that_share_slots_closes_for_each_and_sums_to_no_more_than_the_slots_had()
    {
        await using var cluster = await StartAsync([2, 1]);
        long start = TimeProvider.System.GetTimestamp();
        JobId[] ids =
        [
            await cluster.SubmitAsync("name=a lanes=2 samples=900 size=1", new SubmitOptions { Priority = 1 }),
            await cluster.SubmitAsync("name=b lanes=2 samples=900 size=1", new SubmitOptions { Priority = 5 }),
        ];
        var ledgers = (await Task.WhenAll(ids.Select(cluster.EndAsync))).Select(results => results.Timing).ToList();
        double most = 3 * TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        foreach (var timing in ledgers)
        {
            Assert.All(timing.Sessions, session => Assert.True(session.OverheadSeconds >= -1e-9 && session.QueueSeconds >= 0));
            var ledger = timing.Ledger;
            Assert.Equal(ledger.SlotsS, ledger.UsefulS + ledger.QueueS + ledger.OverheadS + ledger.WastedS, 9);
        }

        Assert.InRange(ledgers.Sum(timing => timing.Ledger.SlotsS), 0, most);
    }

    [Fact]
    public async Task A_job_that_needs_an_accelerator_waits_visibly_and_holds_nobody_up()
    {
        await using var cluster = await StartAsync([2]);
        var waiting = await cluster.SubmitAsync("name=trained lanes=1 samples=5 cuda=1");
        var status = await cluster.UntilAsync(waiting, status => status.Waiting is not null);
        Assert.Equal((JobPhase.Running, "an accelerator slot: no silo has one"), (status.Phase, status.Waiting));
        var results = await cluster.EndAsync(await cluster.SubmitAsync("name=plain lanes=1 samples=50"));
        Assert.Equal((JobPhase.Completed, null), (results.Status.Phase, results.Status.Waiting));
        Assert.Equal(0, (await cluster.Client.GetStatusAsync(waiting)).Counts.SamplesComputed);
    }

    [Fact]
    public async Task Accelerator_tasks_run_on_accelerator_slots_and_cpu_tasks_on_cpu_slots_only()
    {
        var threads = new System.Collections.Concurrent.ConcurrentBag<(string Job, string Thread)>();
        await using var cluster = await StartAsync(
            [new SlotCounts(1, 0), new SlotCounts(1, 2)], (job, _, _) => threads.Add((job.Id, Thread.CurrentThread.Name!)));
        JobId[] ids =
        [
            await cluster.SubmitAsync("name=gpu lanes=2 samples=60 size=1 cuda=1"),
            await cluster.SubmitAsync("name=cpu lanes=2 samples=60 size=1"),
        ];
        foreach (var results in await Task.WhenAll(ids.Select(cluster.EndAsync))) Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.Equal(120, threads.Count(task => task.Job == "gpu"));
        Assert.All(threads, task => Assert.StartsWith(
            task.Job == "gpu" ? "isac-cuda-silo-1-" : "isac-slot-silo-", task.Thread, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(101, null, null)]
    [InlineData(1, 0, null)]
    [InlineData(1, null, 0)]
    public async Task Options_out_of_range_are_refused_at_submission(int priority, int? maxSlots, int? taskSize)
    {
        await using var cluster = await StartAsync([1]);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => cluster.SubmitAsync(
            "samples=1", new SubmitOptions { Priority = priority, MaxSlots = maxSlots, TaskSize = taskSize }));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); seen < value; seen = Volatile.Read(ref target))
            Interlocked.CompareExchange(ref target, value, seen);
    }

    private Task<TestCluster> StartAsync(
        IReadOnlyList<SlotCounts> slots, Action<SyntheticJob, TaskRange, CancellationToken>? onRun = null) =>
        TestCluster.StartAsync(_folder["data"], slots, onRun);
}
