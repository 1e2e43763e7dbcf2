using System.Collections.Concurrent;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Tests.Synthetic;
using IsacCluster.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>A silo that lacks a file of a job says so and gets none of its tasks; the job runs elsewhere or waits visibly.</summary>
public sealed class MissingFileTests : IDisposable
{
    private const string Model = "model.safetensors";
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, bool> _lacking = new(); // by silo
    private readonly ConcurrentDictionary<string, bool> _ran = new(); // by thread

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_job_runs_on_the_silos_that_have_the_file_and_status_names_the_others(bool plansWithoutFiles)
    {
        _lacking["silo-1"] = _lacking["silo-2"] = true;
        await using var cluster = await StartAsync(plansWithoutFiles, 1, 1, 1);
        for (int job = 0; job < 4; job++) // their coordinators begin on any silo
        {
            using var gate = new SemaphoreSlim(0);
            _gate = gate;
            var id = await cluster.SubmitAsync($"name=job{job} samples=200 lanes=3");
            var status = await cluster.UntilAsync(id, status => status.Refusals is { Count: 2 });
            Assert.Equal(
                [new SiloRefusal("silo-1", RefusalKind.MissingFile, Model), new SiloRefusal("silo-2", RefusalKind.MissingFile, Model)],
                status.Refusals);
            Assert.Null(status.Waiting);
            gate.Release(10_000);
            var results = await cluster.EndAsync(id);
            Assert.Equal(JobPhase.Completed, results.Status.Phase);
            Assert.Equal(new SyntheticJob($"name=job{job} samples=200 lanes=3").Truth(), results.Lanes);
            Assert.Equal(0, results.Status.Counts.TasksFailed);
        }

        Assert.Equal("isac-slot-silo-0-0", Assert.Single(_ran.Keys));
    }

    [Fact]
    public async Task A_job_waits_visibly_until_a_silo_has_the_file()
    {
        _lacking["silo-1"] = _lacking["silo-2"] = true;
        await using var cluster = await StartAsync(true, 0, 1, 1);
        var id = await cluster.SubmitAsync("name=waits samples=200");
        var status = await cluster.UntilAsync(id, status => status.Waiting is not null && status.Refusals?.Count == 2);
        Assert.Equal($"a silo that has {Model}; missing on silo-1, silo-2", status.Waiting);
        Assert.Empty(_ran);
        _lacking["silo-2"] = false;
        var results = await cluster.EndAsync(id);
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.Equal(new SyntheticJob("name=waits samples=200").Truth(), results.Lanes);
        Assert.Equal("isac-slot-silo-2-0", Assert.Single(_ran.Keys));
    }

    /// <summary>Its tasks would give other numbers under the same id.</summary>
    [Fact]
    public async Task A_silo_with_another_file_of_that_name_gets_no_tasks()
    {
        _lacking["silo-1"] = true;
        await using var cluster = await StartAsync(true, lacks: [], 1, 1);
        using var gate = new SemaphoreSlim(0);
        _gate = gate;
        var id = await cluster.SubmitAsync("name=other samples=200");
        var status = await cluster.UntilAsync(id, status => status.Refusals is { Count: 1 });
        Assert.Equal(RefusalKind.OtherFiles, status.Refusals![0].Kind);
        gate.Release(10_000);
        Assert.Equal(new SyntheticJob("name=other samples=200").Truth(), (await cluster.EndAsync(id)).Lanes);
        Assert.Equal("isac-slot-silo-0-0", Assert.Single(_ran.Keys));
    }

    [Fact]
    public void What_is_waited_for_names_each_reason_with_its_silos() => Assert.Equal(
        "a silo that has a.npz; missing on S1, S3; and a silo that may start /opt/x; not allowed on S2 (isac silo --allow-command /opt/x)",
        SiloRefusal.Wanted(
        [
            new("S3", RefusalKind.MissingFile, "a.npz"), new("S2", RefusalKind.Program, "/opt/x"),
            new("S1", RefusalKind.MissingFile, "a.npz"),
        ]));

    private SemaphoreSlim? _gate;

    private Task<TestCluster> StartAsync(bool plansWithoutFiles, params SlotCounts[] slots) =>
        StartAsync(plansWithoutFiles, [Model], slots);

    private Task<TestCluster> StartAsync(bool plansWithoutFiles, string[] lacks, params SlotCounts[] slots) => TestCluster.StartAsync(
        _folder.Path, slots,
        configure: options => options.RefusalPause = TimeSpan.FromMilliseconds(50),
        services: collection => collection.AddSingleton<IJobFactory>(provider => new Factory(
            this, provider.GetRequiredService<ILocalSiloDetails>().Name, plansWithoutFiles, lacks)));

    private sealed class Factory(MissingFileTests test, string silo, bool plansWithoutFiles, string[] lacks) : IJobFactory
    {
        public IJob Create(JobDescription description)
        {
            bool isLacking = test._lacking.GetValueOrDefault(silo);
            if (isLacking && !plansWithoutFiles) throw new SpecificationException($"{Model} does not exist") { MissingFile = Model };
            var job = new SyntheticJob(description.SpecText, (_, _, cancellation) =>
            {
                test._gate?.Wait(cancellation);
                test._ran[Thread.CurrentThread.Name!] = true;
            })
            { PlansWithoutFiles = plansWithoutFiles };
            return isLacking ? new Incomplete(job, lacks) : job;
        }
    }

    /// <summary>A job as it is built where a file of it is missing: another id, the same plan.</summary>
    private sealed class Incomplete(IJob whole, string[] lacks) : IJob
    {
        public string Id => $"{whole.Id}-without-file";

        public IReadOnlyList<string> Lacks => lacks;

        public bool PlansWithoutFiles => true;

        public IReadOnlyList<LanePlan> Lanes => whole.Lanes;

        public ILaneResult Empty(int lane) => whole.Empty(lane);

        public ILaneResult Read(int lane, ReadOnlySpan<byte> bytes) => whole.Read(lane, bytes);

        public LaneDecision Decide(int lane, long boundary, ILaneResult merged) => whole.Decide(lane, boundary, merged);

        public long? NextBoundary(int lane, long boundary) => whole.NextBoundary(lane, boundary);

        public ITaskRunner CreateRunner() => throw new FileNotFoundException($"{Model} is not there");
    }
}
