using IsacCluster.Campaigns;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Output;

/// <summary>Chooses how a job's progress is shown.</summary>
internal static class ProgressView
{
    /// <summary>Follows a job until it settles and returns its last status.</summary>
    /// <param name="link">Of the live page; null: there is none.</param>
    public static Task<JobStatus> ShowAsync(
        IJobClient client, JobId id, IReportableJob job, JobDescription description, Uri? link, CancellationToken cancellation)
    {
        JobKind kind = JobKinds.Catalog.Get(description.Kind);
        IAsyncEnumerable<JobStatus> statuses = client.WatchAsync(id, cancellation);
        if (job is IObservableJob observable) return IndexDisplay.ShowAsync(statuses, observable, kind.IndexName, TimeProvider.System);
        return job is IDetailedJob detailed && !Console.IsErrorRedirected
            ? new LiveDisplay(client, id, detailed, kind, link, TimeProvider.System).ShowAsync(statuses, cancellation)
            : ProgressDisplay.ShowAsync(statuses, kind);
    }
}
