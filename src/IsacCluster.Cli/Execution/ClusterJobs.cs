using IsacCluster.Campaigns;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Cli.Execution;

/// <summary>What the verbs need of a job that a cluster holds.</summary>
internal static class ClusterJobs
{
    /// <exception cref="SpecificationException">The cluster holds no such job.</exception>
    public static async Task<JobDescription> DescriptionAsync(IJobClient client, string job, CancellationToken cancellation) =>
        await StoredDescription.FindAsync(client, new JobId(job), cancellation).ConfigureAwait(false)
        ?? throw None(job);

    /// <summary>The cluster holds no such job.</summary>
    public static SpecificationException None(string job) =>
        new($"JOB: the cluster holds no job '{job}'; 'isac status' lists its jobs.");

    /// <summary>One line on every job that the cluster lists.</summary>
    public static async Task<IReadOnlyList<JobSummary>> ListAsync(IJobClient client, CancellationToken cancellation)
    {
        IReadOnlyList<JobListing> listed = await client.GetJobsAsync(cancellation).ConfigureAwait(false);
        JobSummary?[] jobs = await Task.WhenAll(listed.Select(job => client.GetSummaryAsync(job.Id, cancellation))).ConfigureAwait(false);
        return [.. jobs.OfType<JobSummary>().OrderBy(job => job.Started)];
    }

    /// <param name="data">The folder that the silos share, as this machine sees it.</param>
    public static IReportableJob Build(JobDescription description, string data) =>
        new SpecificationJobFactory(TimeProvider.System, Path.GetFullPath(data)).CreateReportable(description);

    /// <summary>The folder of a job that writes files, null for others.</summary>
    public static string? FilesOf(JobDescription description, string data) =>
        JobKinds.Catalog.Get(description.Kind).WritesFiles ? Path.GetFullPath(description.OutputFolder, Path.GetFullPath(data)) : null;

    /// <summary>Writes the report of what has been accepted.</summary>
    /// <param name="reach">Options that name the cluster.</param>
    public static async Task<int> ReportAsync(
        IJobClient client, JobId id, IReportableJob job, string folder, string reach, bool json, CancellationToken cancellation)
    {
        DateTimeOffset started = TimeProvider.System.GetUtcNow();
        JobResults results = await client.GetResultsAsync(id, cancellation).ConfigureAwait(false);
        int silos = results.Timing.Sessions.Select(session => session.Silo).Distinct().Count();
        return new ReportPrinter(json, Unfinished.InCluster) { Reach = reach }
            .Finish(job, results, folder, started, Math.Max(1, silos));
    }
}
