using System.Text.Json;
using IsacCluster.Campaigns;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Extension.Tests;

/// <summary>Tests that share the clusters.</summary>
[CollectionDefinition(Name)]
public sealed class ClustersCollection : ICollectionFixture<Clusters>
{
    public const string Name = "clusters";
}

/// <summary>Embedded clusters of one silo and of two, which know the extensions by the lines of <see cref="Extensions"/> alone.</summary>
public sealed class Clusters : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private EmbeddedCluster? _one, _two;
    private int _jobs;

    public async ValueTask InitializeAsync()
    {
        _one = await StartAsync(_folder["one"], silos: 1);
        _two = await StartAsync(_folder["two"], silos: 2);
    }

    public async ValueTask DisposeAsync()
    {
        if (_one is not null) await _one.DisposeAsync();
        if (_two is not null) await _two.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Runs a job on both clusters, which must agree on its digest; the report of the two silos.</summary>
    public async Task<Finished> RunAsync(string spec)
    {
        Finished one = await RunAsync(_one!, spec, _folder[$"job-{++_jobs}"]);
        Finished two = await RunAsync(_two!, spec, _folder[$"job-{++_jobs}"]);
        Assert.Equal(one.Report.Digest, two.Report.Digest);
        return two;
    }

    public static Task<EmbeddedCluster> StartAsync(string data, int silos) => EmbeddedCluster.StartAsync(new EmbeddedClusterOptions
    {
        DataFolder = data,
        Silos = silos,
        SlotsPerSilo = 2,
        ConfigureServices = services => services.AddSingleton<IJobFactory>(new SpecificationJobFactory(TimeProvider.System)),
    });

    /// <summary>Runs a job to its end and writes its report.</summary>
    public static async Task<Finished> RunAsync(EmbeddedCluster cluster, string spec, string folder)
    {
        string path = Path.Combine(folder, "job.yaml");
        Directory.CreateDirectory(folder);
        var description = new JobDescription(new SpecificationReader().Parse(spec, path).Kind, spec, path, folder);
        JobId id = await cluster.Client.SubmitAsync(description);
        await foreach (JobStatus _ in cluster.Client.WatchAsync(id)) { }
        JobResults results = await cluster.Client.GetResultsAsync(id);
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        IReportableJob job = new SpecificationJobFactory(TimeProvider.System).CreateReportable(description);
        JobReport report = job.WriteReport(
            OutcomeReader.Read(job, results, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, hosts: 1), folder);
        Assert.True(report.Complete);
        return new Finished(report, results.Status.Counts, folder);
    }
}

/// <summary>A finished job.</summary>
/// <param name="Folder">Of its output and its report.</param>
public sealed record Finished(JobReport Report, TaskCounts Counts, string Folder)
{
    public string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public JsonElement Results => JsonDocument.Parse(File.ReadAllBytes(Report.ResultsFile)).RootElement;
}
