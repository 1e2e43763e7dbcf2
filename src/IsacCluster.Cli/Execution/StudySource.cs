using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Cluster.Client;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Search.Space;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Cli.Execution;

/// <summary>A study of a data folder or a cluster, as far as it is.</summary>
internal sealed record StudyState(StudyResults Results, ParameterSpace Space);

/// <summary>Opens a data folder, or a cluster, and reads studies.</summary>
internal sealed class StudySource
{
    private readonly IJobClient _client;
    private readonly Func<JobDescription, IReportableJob> _build;
    private readonly string _data;
    private readonly bool _inFolder;

    private StudySource(IJobClient client, Func<JobDescription, IReportableJob> build, string data, bool inFolder) =>
        (_client, _build, _data, _inFolder) = (client, build, data, inFolder);

    /// <param name="data">The folder that the silos share, as this machine sees it.</param>
    public static StudySource OfCluster(IJobClient client, string data) =>
        new(client, description => ClusterJobs.Build(description, data), data, inFolder: false);

    /// <summary>Opens a data folder for as long as <paramref name="use"/> takes.</summary>
    public static async Task<T> InFolderAsync<T>(string data, Func<StudySource, Task<T>> use, CancellationToken cancellation)
    {
        EmbeddedCluster opened = await JobSource.OpenAsync(data, cancellation).ConfigureAwait(false);
        await using (opened.ConfigureAwait(false))
        {
            var factory = new SpecificationJobFactory(TimeProvider.System);
            return await use(new StudySource(opened.Client, factory.CreateReportable, data, inFolder: true)).ConfigureAwait(false);
        }
    }

    /// <summary>The jobs that are studies.</summary>
    public async Task<IReadOnlyList<JobSummary>> ListAsync(CancellationToken cancellation) =>
    [
        .. (_inFolder
            ? await StoredJobs.ListAsync(_data).ConfigureAwait(false)
            : await ClusterJobs.ListAsync(_client, cancellation).ConfigureAwait(false)).Where(job => job.Kind == "study"),
    ];

    /// <exception cref="SpecificationException">There is no such job, or it is no study.</exception>
    public async Task<StudyState> ReadAsync(string id, CancellationToken cancellation)
    {
        DateTimeOffset started = TimeProvider.System.GetUtcNow();
        JobDescription description = await StoredDescription.FindAsync(_client, new JobId(id), cancellation).ConfigureAwait(false)
            ?? throw (_inFolder ? JobSource.None(_data, id) : ClusterJobs.None(id));
        if (_build(description) is not StudyJob study)
            throw new SpecificationException($"JOB: '{id}' is of kind {description.Kind}; expected a study.");
        JobResults results = await _client.GetResultsAsync(new JobId(id), cancellation).ConfigureAwait(false);
        JobOutcome outcome = OutcomeReader.Read(study, results, started, TimeProvider.System.GetUtcNow(), hosts: 1);
        return new StudyState(study.Account(outcome), study.Specification.Space);
    }
}
