using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Storage;
using IsacCluster.Cluster.Tests.Synthetic;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>Whole runs on in-process clusters, held against the directly computed truth.</summary>
public sealed class EngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, null)]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(4, null)]
    [InlineData(4, 7)]
    public async Task Same_bytes_for_any_number_of_silos_and_any_task_size(int silos, int? taskSize)
    {
        const string spec = "name=same lanes=3 samples=500";
        await using var cluster = await StartAsync(silos: silos);
        var results = await RunAsync(cluster, spec, taskSize);

        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
        Assert.Equal(1500, results.Status.Counts.SamplesComputed);
        Assert.Equal(0, results.Status.Counts.SamplesReused);
        if (taskSize is { } size) Assert.Equal(3 * ((500 + size - 1) / size), results.Status.Counts.TasksAccepted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_stopping_rule_stops_where_the_direct_computation_does(int silos)
    {
        const string spec = "name=rule lanes=5 samples=2000 look=50 stop=11";
        await using var cluster = await StartAsync(silos: silos);
        var results = await RunAsync(cluster, spec, taskSize: 8);

        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
        Assert.Contains(results.Status.Lanes, lane => lane.StopReason == "precision");
        Assert.Equal(results.Status.Lanes.Sum(lane => lane.Boundary), results.Status.Counts.SamplesComputed);
    }

    [Fact]
    public async Task Extending_computes_only_what_is_new_and_shrinking_gives_the_short_run_exactly_or_is_refused()
    {
        await using var cluster = await StartAsync();
        await RunAsync(cluster, "name=grow lanes=2 samples=1000");

        var longer = await RunAsync(cluster, "name=grow lanes=2 samples=2000", taskSize: 7);
        Assert.Equal(new SyntheticJob("lanes=2 samples=2000").Truth(), longer.Lanes);
        Assert.Equal(2000, longer.Status.Counts.SamplesComputed);
        Assert.Equal(2000, longer.Status.Counts.SamplesReused);

        var shorter = await RunAsync(cluster, "name=grow lanes=2 samples=1000");
        Assert.Equal(new SyntheticJob("lanes=2 samples=1000").Truth(), shorter.Lanes);
        Assert.Equal(0, shorter.Status.Counts.SamplesComputed);

        var refusal = await Assert.ThrowsAsync<SpecificationException>(() => RunAsync(cluster, "name=grow lanes=2 samples=600"));
        Assert.Matches("^job grow: 1000 accepted results of 'lane [01]' would be discarded: .* below 600 ", refusal.Message);
        var kept = await RunAsync(cluster, "name=grow lanes=2 samples=2000");
        Assert.Equal((0, 4000), (kept.Status.Counts.SamplesComputed, kept.Status.Counts.SamplesReused));
    }

    [Fact]
    public async Task After_a_kill_only_what_was_not_accepted_is_computed()
    {
        const string spec = "name=killed lanes=2 samples=400";
        using var gate = new ManualResetEventSlim();
        int started = 0;
        long durable;
        var storage = new MortalStorage();
        await using (var first = await StartAsync(onRun: (_, cancellation) =>
        {
            if (Interlocked.Increment(ref started) > 200) gate.Wait(cancellation);
        }, storage: storage))
        {
            var id = await first.Client.SubmitAsync(SyntheticJobFactory.Describe(spec), new SubmitOptions { TaskSize = 1 });
            durable = 0;
            await foreach (var status in first.Client.WatchAsync(id))
            {
                durable = status.Lanes.Sum(lane => lane.Accepted);
                if (durable > 50) break;
            }

            await storage.KillAsync(first);
        }

        await using var second = await StartAsync();
        var results = await RunAsync(second, spec, taskSize: 7);
        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
        var counts = results.Status.Counts;
        Assert.Equal(800, counts.SamplesReused + counts.SamplesComputed);
        Assert.InRange(counts.SamplesReused, durable, 200);
    }

    [Fact]
    public async Task A_poison_range_is_parked_with_its_error_and_the_rest_finishes()
    {
        const string spec = "name=poison lanes=2 samples=100 size=10";
        bool healed = false;
        int attempts = 0;
        await using var cluster = await StartAsync(onRun: (range, _) =>
        {
            if (healed || range.Lane != 1 || range.First != 30) return;
            Interlocked.Increment(ref attempts);
            throw new FileNotFoundException("model.bin is missing");
        });
        var results = await RunAsync(cluster, spec);

        Assert.Equal(JobPhase.Incomplete, results.Status.Phase);
        var poison = Assert.Single(Assert.Single(results.Poison).Ranges);
        Assert.Equal(new Interval(30, 40), poison.Range);
        Assert.Equal(LaneLedger.AllowedAttempts, poison.Attempts);
        Assert.Contains("model.bin is missing", poison.Error);
        Assert.Equal(3, attempts);
        Assert.Equal(190, results.Status.Counts.SamplesComputed);
        Assert.Equal(3, results.Status.Counts.TasksFailed);

        healed = true;
        var again = await RunAsync(cluster, spec);
        Assert.Equal(JobPhase.Completed, again.Status.Phase);
        Assert.Equal(10, again.Status.Counts.SamplesComputed);
        Assert.Equal(new SyntheticJob(spec).Truth(), again.Lanes);
    }

    [Fact]
    public async Task Cancelling_stops_running_tasks_and_keeps_what_was_accepted()
    {
        const string spec = "name=cancelled lanes=1 samples=100";
        bool open = false;
        await using var cluster = await StartAsync(onRun: (range, cancellation) =>
        {
            if (range.First < 20 || Volatile.Read(ref open)) return;
            cancellation.WaitHandle.WaitOne(); // a task that would never end by itself
            cancellation.ThrowIfCancellationRequested();
        });
        var id = await cluster.Client.SubmitAsync(SyntheticJobFactory.Describe(spec), new SubmitOptions { TaskSize = 5 });
        await foreach (var status in cluster.Client.WatchAsync(id))
        {
            if (status.Lanes[0].Accepted == 20) await cluster.Client.CancelAsync(id);
        }

        var results = await cluster.Client.GetResultsAsync(id);
        Assert.Equal(JobPhase.Cancelled, results.Status.Phase);
        Assert.Equal(HashSum.Of(0, 0, 20).ToBytes(), results.Lanes[0]);
        Assert.Equal(0, results.Status.Counts.TasksFailed);

        Volatile.Write(ref open, true);
        await cluster.Client.ResumeAsync(id);
        await foreach (var _ in cluster.Client.WatchAsync(id)) { }
        results = await cluster.Client.GetResultsAsync(id);
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
    }

    [Fact]
    public async Task The_timing_ledger_closes_and_keeps_earlier_runs()
    {
        await using var cluster = await StartAsync(silos: 2);
        await RunAsync(cluster, "name=timed lanes=2 samples=300");
        var timing = (await RunAsync(cluster, "name=timed lanes=2 samples=600")).Timing;

        Assert.True(timing.Sessions.Count >= 2);
        Assert.All(timing.Sessions, session => Assert.True(session.OverheadSeconds >= -1e-9 && session.QueueSeconds >= 0));
        var ledger = timing.Ledger;
        Assert.Equal(ledger.SlotsS, ledger.UsefulS + ledger.QueueS + ledger.OverheadS + ledger.WastedS, 9);
        var stage = Assert.Single(timing.Stages);
        Assert.Equal(("hash", 1200L), (stage.Stage, stage.Calls));
        Assert.InRange(timing.Ledger.UsefulS, 0, stage.Seconds + 1e-6);
    }

    [Fact]
    public async Task A_bad_specification_is_refused_at_submission()
    {
        await using var cluster = await StartAsync();
        await Assert.ThrowsAsync<SpecificationException>(() => cluster.Client.SubmitAsync(SyntheticJobFactory.Describe("samples=0")));
    }

    [Fact]
    public async Task A_full_disk_ends_the_run_with_one_message_and_loses_nothing_that_was_accepted()
    {
        const string spec = "name=full lanes=100 samples=300 look=5 size=5"; // segments make the records grow
        long durable = 0;
        await using (var cramped = await StartAsync(limitBytes: 200_000))
        {
            var full = await Assert.ThrowsAsync<DataFolderException>(async () =>
            {
                var id = await cramped.Client.SubmitAsync(SyntheticJobFactory.Describe(spec));
                await foreach (var status in cramped.Client.WatchAsync(id)) durable = status.Lanes.Sum(lane => lane.Accepted);
            });
            Assert.Contains("the disk is full", full.Message);
            Assert.DoesNotContain('\n', full.Message);
        }

        await using var roomy = await StartAsync();
        var results = await RunAsync(roomy, spec);
        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
        Assert.InRange(results.Status.Counts.SamplesReused, durable, 30_000);
    }

    [Fact]
    public async Task A_second_cluster_on_the_same_folder_is_refused()
    {
        await using var first = await StartAsync();
        Assert.Contains("in use", (await Assert.ThrowsAsync<DataFolderException>(() => StartAsync())).Message);
    }

    private static async Task<JobResults> RunAsync(EmbeddedCluster cluster, string spec, int? taskSize = null)
    {
        var id = await cluster.Client.SubmitAsync(SyntheticJobFactory.Describe(spec), new SubmitOptions { TaskSize = taskSize });
        await foreach (var _ in cluster.Client.WatchAsync(id)) { }
        return await cluster.Client.GetResultsAsync(id);
    }

    private Task<EmbeddedCluster> StartAsync(int silos = 1, Action<TaskRange, CancellationToken>? onRun = null, long? limitBytes = null,
        MortalStorage? storage = null) =>
        EmbeddedCluster.StartAsync(new EmbeddedClusterOptions
        {
            DataFolder = _folder["data"],
            Silos = silos,
            SlotsPerSilo = 2,
            DatabaseLimitBytes = limitBytes,
            ConfigureServices = services =>
            {
                services.AddSingleton<IJobFactory>(new SyntheticJobFactory(onRun));
                storage?.Register(services);
            },
        });
}
