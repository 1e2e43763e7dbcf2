using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Membership;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Tests.Synthetic;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>Lost, repeated, reordered and late messages, deaths between two writes, and a store that is away.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Lost_repeated_and_reordered_messages_change_no_bit(int seed)
    {
        const string spec = "name=faulty lanes=3 samples=600 look=60 size=5";
        var faults = new MessageFaults((ulong)seed);
        await using var cluster = await TestCluster.StartAsync(_folder["data"], [1, 1, 1], configure: options =>
        {
            options.LeaseLifetime = TimeSpan.FromMilliseconds(400); // leases whose grant was lost lapse soon
            options.QueueDepth = TimeSpan.FromMilliseconds(1); // many small messages
            options.ReportDelay = TimeSpan.Zero;
        }, services: services => services.AddSingleton<IIncomingGrainCallFilter>(provider => faults.FilterFor(provider)));
        var results = await cluster.EndAsync(await cluster.SubmitAsync(spec));
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
        Assert.Equal(results.Status.Lanes.Sum(lane => lane.Boundary), results.Status.Counts.SamplesComputed);
        Assert.True(
            faults.Lost > 0 && faults.Repeated > 0 && faults.Held > 0,
            $"{faults.Lost} lost, {faults.Repeated} repeated, {faults.Held} held");
        Assert.True(results.Status.Counts.TasksRejected > 0);
    }

    /// <summary>An agent that is silent for longer than its leases live comes back and reports what others have done meanwhile.</summary>
    [Fact]
    public async Task The_late_reports_of_a_zombie_are_rejected_and_nothing_is_counted_twice()
    {
        const string spec = "name=zombie lanes=1 samples=60 size=3";
        var awake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var zombieWorks = new ManualResetEventSlim();
        int late = 0;
        bool silent = false;
        await using var cluster = await TestCluster.StartAsync(
            _folder["data"], [1, 1],
            (_, _, cancellation) =>
            {
                if (Thread.CurrentThread.Name == "isac-slot-silo-1-0") zombieWorks.Set();
                else zombieWorks.Wait(cancellation);
            },
            configure: options => options.LeaseLifetime = TimeSpan.FromMilliseconds(300),
            services: services => services.AddSingleton<IIncomingGrainCallFilter>(new CallFilter(async call =>
            {
                // What it leased before it wants to report is granted; then nothing is heard of it, or it might lease all again and again.
                bool zombie = call.Agent?.Value.StartsWith("silo-1-", StringComparison.Ordinal) == true;
                if (zombie && (silent |= call.Method != nameof(ILaneGrain.Lease))) await awake.Task;
                await call.InvokeAsync();
                if (!zombie || call.Argument<IReadOnlyList<TaskReport>>(1) is not { } reports) return;
                Interlocked.Add(ref late, reports.Count);
                answered.TrySetResult();
            })));
        var id = await cluster.SubmitAsync(spec);
        Assert.Equal(JobPhase.Completed, (await cluster.EndAsync(id)).Status.Phase);
        awake.SetResult();
        await answered.Task.WaitAsync(TestContext.Current.CancellationToken);
        var results = await cluster.Client.GetResultsAsync(id);
        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
        Assert.Equal((20, 60), (results.Status.Counts.TasksAccepted, results.Status.Counts.SamplesComputed));
        Assert.True(late > 0);
    }

    /// <summary>
    /// Nothing else could free the leases: they live for an hour, and no task has told a mean from which a straggler could be seen.
    /// </summary>
    [Fact]
    public async Task When_membership_declares_a_silo_dead_its_leases_are_free_at_once()
    {
        const string spec = "name=bereaved lanes=1 samples=5 size=1";
        var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var buried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leased = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await TestCluster.StartAsync(
            _folder["data"], [1, 1], configure: options => options.LeaseLifetime = TimeSpan.FromHours(1),
            services: services => services.AddSingleton<IIncomingGrainCallFilter>(new CallFilter(async call =>
            {
                bool dying = call.Agent?.Value.StartsWith("silo-1-", StringComparison.Ordinal) == true,
                    lease = call.Method == nameof(ILaneGrain.Lease);
                if (dying && (!lease || leased.Task.IsCompleted)) await buried.Task; // it has one lease and is silent then
                // Asked again until then: a call that is held for longer than a caller waits would take leases that nobody knows of.
                if (!dying && lease && !died.Task.IsCompleted) throw new OperationCanceledException("not before the death");
                await call.InvokeAsync();
                if (dying && lease) leased.TrySetResult();
            })));
        var id = await cluster.SubmitAsync(spec);
        await leased.Task.WaitAsync(TestContext.Current.CancellationToken);
        var dead = cluster.Silos.Select(silo => silo.GetRequiredService<ILocalSiloDetails>())
            .Single(silo => silo.Name == "silo-1").SiloAddress;
        foreach (var silo in cluster.Silos) silo.GetRequiredService<SiloDeaths>().SiloStatusChangeNotification(dead, SiloStatus.Dead);
        died.SetResult();
        var results = await cluster.EndAsync(id);
        buried.SetResult();
        Assert.Equal((JobPhase.Completed, 5), (results.Status.Phase, results.Status.Counts.TasksAccepted));
        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
    }

    /// <summary>As Orleans does with a message that waits for too long in a busy silo.</summary>
    [Fact]
    public async Task A_call_that_a_busy_silo_cancels_is_repeated()
    {
        int cancelled = 0;
        await using var cluster = await TestCluster.StartAsync(
            _folder["data"], [1], services: services => services.AddSingleton<IIncomingGrainCallFilter>(new CallFilter(call =>
                call.Method == nameof(IJobGrain.Submit) && Interlocked.Increment(ref cancelled) <= 2
                    ? throw new OperationCanceledException("Message expired before placement could complete")
                    : call.InvokeAsync())));
        var results = await cluster.EndAsync(await cluster.SubmitAsync("name=busy lanes=1 samples=20"));
        Assert.Equal((JobPhase.Completed, 3), (results.Status.Phase, cancelled));
    }

    /// <summary>All silos die after the last lane's write and before the job's: the lanes are closed, the job runs on disk.</summary>
    [Fact]
    public async Task A_job_whose_lanes_closed_before_the_crash_settles_when_the_cluster_is_back()
    {
        const string spec = "name=settles lanes=2 samples=50 size=5";
        var id = new JobId("settles");
        var written = new CountdownEvent(20);
        await using (var first = await TestCluster.StartAsync(
            _folder["data"], [2], configure: options => options.ResumesJobs = true,
            services: services => services.AddSingleton<IIncomingGrainCallFilter>(new CallFilter(async call =>
            {
                if (call.Method == nameof(IJobGrain.Notify)) throw new TimeoutException("lost");
                await call.InvokeAsync();
                if (call.ReportedTasks > 0) written.Signal(call.ReportedTasks);
            }))))
        {
            await first.SubmitAsync(spec);
            await Task.Run(() => written.Wait(TestContext.Current.CancellationToken));
            Assert.Equal(JobPhase.Running, (await first.Client.GetStatusAsync(id)).Phase);
            await first.KillAsync();
        }

        await using var second = await TestCluster.StartAsync(_folder["data"], [2], configure: options => options.ResumesJobs = true);
        var results = await second.EndAsync(id);
        Assert.Equal((JobPhase.Completed, 100), (results.Status.Phase, results.Status.Counts.SamplesComputed));
        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_all_silos_died_running_jobs_go_on_by_themselves_where_that_was_asked_for(bool resumes)
    {
        const string spec = "name=resumed lanes=2 samples=40 size=1";
        using var gate = new ManualResetEventSlim();
        int started = 0;
        JobId id;
        await using (var first = await TestCluster.StartAsync(_folder["data"], [2], (_, _, cancellation) =>
        {
            if (Interlocked.Increment(ref started) > 20) gate.Wait(cancellation);
        }, options => options.ResumesJobs = resumes))
        {
            id = await first.SubmitAsync(spec, new SubmitOptions { Priority = 7 });
            await first.UntilAsync(id, status => status.Lanes.Sum(lane => lane.Accepted) > 5);
            await first.KillAsync();
        }

        var worked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var second = await TestCluster.StartAsync(
            _folder["data"], [2], (_, _, _) => worked.TrySetResult(), options => options.ResumesJobs = resumes);
        if (resumes)
        {
            await worked.Task.WaitAsync(TestContext.Current.CancellationToken); // before anybody has named the job
            var results = await second.EndAsync(id);
            Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
            Assert.Equal(
                (id, JobPhase.Completed, 7),
                Assert.Single(await second.Client.GetJobsAsync()) is var job ? (job.Id, job.Phase, job.Priority) : default);
        }
        else
        {
            await second.EndAsync(await second.SubmitAsync("name=other lanes=1 samples=5"));
            Assert.Equal("other", Assert.Single(await second.Client.GetJobsAsync()).Id.Value);
        }
    }

    [Fact]
    public async Task A_store_that_is_away_for_a_while_fails_no_job()
    {
        const string spec = "name=away lanes=4 samples=300 size=5";
        var store = new UncertainStorage(seed: 5, oneIn: 4);
        await using var cluster = await TestCluster.StartAsync(
            _folder["data"], [1, 1], configure: options => options.CommitInterval = TimeSpan.FromMilliseconds(5), services: store.Register);
        var id = await cluster.SubmitAsync(spec);
        store.IsUncertain = true;
        await cluster.UntilAsync(id, status => status.IsSettled || store.Failures >= 5);
        store.IsUncertain = false;
        var results = await cluster.EndAsync(id);
        Assert.True(store.Failures > 0);
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
        Assert.Equal(1200, results.Status.Counts.SamplesComputed + results.Status.Counts.SamplesReused);
    }

    /// <summary>
    /// After silos died the directory may lead to an activation of a lane that read its record before the last write. It can write nothing
    /// and must not be believed either, whether the coordinator has heard of the lane or has just come up itself.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lanes_that_know_less_than_is_durable_are_not_believed(bool coordinatorKnows)
    {
        const string spec = "name=old lanes=3 samples=60 size=5";
        var store = new UncertainStorage(seed: 6, oneIn: 1);
        await using var cluster = await TestCluster.StartAsync(
            _folder["data"], [1], configure: options => options.CommitInterval = TimeSpan.FromMilliseconds(1), services: store.Register);
        var id = await cluster.SubmitAsync(spec);
        var truth = await cluster.EndAsync(id);
        if (!coordinatorKnows)
            await cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        foreach (var lane in truth.Status.Lanes)
            await EndAsync(cluster.Grains.GetGrain<ILaneGrain>(new LaneKey(id, lane.Lane).ToString()));
        store.ReadsOld = "lane";
        var status = await cluster.Client.GetStatusAsync(id);
        var results = await cluster.Client.GetResultsAsync(id);
        Assert.Equal(3, store.OldReads);
        Assert.Equal(truth.Status.Lanes, status.Lanes);
        Assert.Equal(truth.Status.Lanes, results.Status.Lanes);
        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);

        static async Task EndAsync(ILaneGrain lane) =>
            await Assert.ThrowsAsync<InconsistentStateException>(() => lane.GetNotice(new LaneStanding(long.MaxValue, IsClosed: false)));
    }
}
