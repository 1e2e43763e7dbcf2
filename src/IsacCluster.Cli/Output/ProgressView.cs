using IsacCluster.Campaigns;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Output;

/// <summary>Chooses how a job's progress is shown.</summary>
internal static class ProgressView
{
    /// <summary>Consumes the statuses and returns the last one.</summary>
    public static Task<JobStatus> ShowAsync(IAsyncEnumerable<JobStatus> statuses, IReportableJob job, JobDescription description)
    {
        string noun = JobKinds.Catalog.Get(description.Kind).IndexName;
        return job is IObservableJob observable
            ? IndexDisplay.ShowAsync(statuses, observable, noun, TimeProvider.System)
            : ProgressDisplay.ShowAsync(statuses, noun);
    }
}
