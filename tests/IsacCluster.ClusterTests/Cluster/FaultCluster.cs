using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Jobs;
using Xunit.Sdk;

namespace IsacCluster.ClusterTests.Cluster;

/// <summary>Tests with a cluster of processes run alone: beside others, silos that start would be taken for dead ones.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultClusterCollection : ICollectionFixture<FaultCluster>
{
    public const string Name = "cluster of processes";
}

/// <summary>Garnet and three silo processes that all tests of the collection share, and the digest that their campaign must give.</summary>
public sealed class FaultCluster : IAsyncLifetime
{
    public const int Samples = 2000;
    private const string Specification = """
        kind: campaign
        name: NAME
        seed: 11
        scenario: {antennas: 6, grid_points: 45}
        sweep: {sinr_db: [8, 12]}
        algorithms: [radar, sdr, zf, zf-pinv]
        samples: SAMPLES
        shard_size: 10
        """;

    /// <summary>Of one test; none takes a tenth of it on a machine with nothing else to do.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Workspace _workspace = new();
    private readonly ITimer _limit;
    private ChaosCluster? _cluster;
    private ITest? _test;
    private string? _overdue;

    public FaultCluster() =>
        _limit = TimeProvider.System.CreateTimer(_ => _ = EndAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Of the undisturbed campaign; names do not enter it.</summary>
    public string Digest { get; private set; } = "";

    public IJobClient Client => Processes.Session.Client;

    /// <summary>The cluster for the test that asks, whose time begins when it asks first.</summary>
    internal ChaosCluster Processes
    {
        get
        {
            if (_overdue is { } test) throw new InvalidOperationException($"There is no cluster any more: {test} took more than {Limit}.");
            if (TestContext.Current.Test is { } current && current != _test)
            {
                _test = current;
                _limit.Change(Limit, Timeout.InfiniteTimeSpan);
            }

            return _cluster ?? throw new InvalidOperationException("The fixture was not initialised.");
        }
    }

    public string Folder => _workspace.Folder;

    /// <summary>The folder that the silos share.</summary>
    public string Data => Path.Combine(Folder, "data");

    public async ValueTask InitializeAsync()
    {
        _cluster = await ChaosCluster.StartAsync(Folder, silos: 3, slots: "1", CancellationToken.None);
        Digest = await UndisturbedAsync(WriteCampaign("undisturbed"), "undisturbed");
    }

    /// <summary>The digest of a job on an embedded cluster.</summary>
    public async Task<string> UndisturbedAsync(string spec, string output) =>
        (await _workspace.RunAsync(spec, $"data-{output}", output))["digest"]!.GetValue<string>();

    public async ValueTask DisposeAsync()
    {
        await _limit.DisposeAsync();
        if (_cluster is not null && _overdue is null) await _cluster.DisposeAsync();
        _workspace.Dispose();
    }

    public string WriteCampaign(string name, int samples = Samples) => _workspace.Write(
        $"{name}.yaml",
        Specification.Replace("NAME", name, StringComparison.Ordinal).Replace("SAMPLES", $"{samples}", StringComparison.Ordinal));

    public string Write(string name, string text) => _workspace.Write(name, text);

    /// <summary>Runs isac with the cluster's address and secrets.</summary>
    public Task<IsacOutcome> IsacAsync(params string[] args) => IsacWithAsync(Processes.Address.Secret, args);

    /// <summary>In this process, since these tests run alone: to start one for every verb took most of their time.</summary>
    public Task<IsacOutcome> IsacWithAsync(string? secret, params string[] args) =>
        InProcess.RunInAsync(Folder, Secrets(secret), [.. args, .. Named]);

    /// <summary>As a process of its own, to be killed or watched.</summary>
    public IsacProcess Start(string? secret, params string[] args) => IsacProcess.Start(Folder, Secrets(secret), [.. args, .. Named]);

    /// <summary>Variables that open the store and the silos.</summary>
    public IReadOnlyDictionary<string, string> SecretsOfProcesses => Secrets(Processes.Address.Secret);

    private string[] Named => ["--store", Processes.Address.Store, "--cluster", Processes.Address.Name];

    private Dictionary<string, string> Secrets(string? secret) => new()
    {
        ["ISAC_STORE_PASSWORD"] = Processes.Address.StorePassword!,
        ["ISAC_CLUSTER_SECRET"] = secret ?? "",
    };

    /// <summary>Starts one more silo and waits until it has joined; the caller ends it.</summary>
    internal async Task<SiloProcess> JoinAsync(SiloProcessOptions options)
    {
        var silo = new SiloProcess(Processes.Address, options);
        silo.Start();
        await silo.ReadyAsync();
        return silo;
    }

    /// <summary>Submits the campaign under a name of its own to a whole cluster and waits until a part of it is accepted.</summary>
    public async Task<JobId> BeginAsync(string name, double progress)
    {
        await Processes.ReviveAsync();
        JobId id = await Client.SubmitAsync(Describe(WriteCampaign(name)));
        await UntilAsync(id, status => Accepted(status) >= progress * 2 * Samples);
        return id;
    }

    public JobDescription Describe(string spec, string? output = null)
    {
        (_, JobDescription description) = JobSource.FromFile(spec, output ?? Path.Combine(Folder, "files"));
        return description;
    }

    /// <summary>Watches until a status fits or the job has settled.</summary>
    public async Task<JobStatus> UntilAsync(JobId id, Func<JobStatus, bool> condition)
    {
        await foreach (JobStatus status in Client.WatchAsync(id))
        {
            if (condition(status)) return status;
        }

        return await Client.GetStatusAsync(id);
    }

    /// <summary>Waits for the end and holds it against the undisturbed run: same bits, every sample accepted and counted once.</summary>
    public async Task<JobResults> FinishAsync(JobId id)
    {
        await UntilAsync(id, status => status.IsSettled);
        JobResults results = await Client.GetResultsAsync(id);
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.Equal(2 * Samples, Accepted(results.Status));
        Assert.Equal(2 * Samples, results.Status.Counts.SamplesComputed + results.Status.Counts.SamplesReused);
        JobReport report = await ReportAsync(id, results);
        Assert.Equal(Digest, report.Digest);
        return results;
    }

    public async Task<JobReport> ReportAsync(JobId id, JobResults results)
    {
        JobDescription description = (await Client.GetDescriptionAsync(id))!;
        IReportableJob job = ClusterJobs.Build(description, Data);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return job.WriteReport(OutcomeReader.Read(job, results, now, now, hosts: 3), Path.Combine(Folder, $"report-{id}"));
    }

    /// <summary>
    /// Ends the processes, since a test waits for what does not come: its waits fail then, and so do the tests after it, in one line each.
    /// Where a wait goes on in spite of that, the test program ends.
    /// </summary>
    private async Task EndAsync()
    {
        if (_overdue is not null) Environment.FailFast($"{_overdue} does not end, though its cluster is gone.");
        _overdue = _test!.TestDisplayName;
        _limit.Change(Limit, Timeout.InfiniteTimeSpan);
        await _cluster!.DisposeAsync();
    }

    internal SiloProcess Coordinator(JobStatus status) => Processes.Silos.Single(silo => silo.Name == status.Coordinator);

    internal IEnumerable<SiloProcess> Others(JobStatus status) => Processes.Silos.Where(silo => silo.Name != status.Coordinator);

    public static long Accepted(JobStatus status) => status.Lanes.Sum(lane => lane.Accepted);
}
