using IsacCluster.Campaigns;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Output;

/// <summary>Chooses how a job's progress is shown.</summary>
internal static class ProgressView
{
    /// <summary>Consumes the statuses and returns the last one.</summary>
    public static Task<JobStatus> ShowAsync(IAsyncEnumerable<JobStatus> statuses, IReportableJob job, JobDescription description)
    {
        JobKind kind = JobKinds.Catalog.Get(description.Kind);
        return job is IObservableJob observable
            ? IndexDisplay.ShowAsync(statuses, observable, kind.IndexName, TimeProvider.System)
            : ProgressDisplay.ShowAsync(statuses, kind);
    }
}
