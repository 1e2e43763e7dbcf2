using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Output;

/// <summary>Chooses how a job's progress is shown.</summary>
internal static class ProgressView
{
    /// <summary>Consumes the statuses and returns the last one.</summary>
    public static Task<JobStatus> ShowAsync(IAsyncEnumerable<JobStatus> statuses, IReportableJob job, JobDescription description) =>
        job is TrainingJob training
            ? TrainingDisplay.ShowAsync(statuses, training, TimeProvider.System)
            : ProgressDisplay.ShowAsync(statuses, description.Kind switch
            {
                CampaignSpecification.KindName => "sample",
                StudySpecification.KindName => "trial",
                _ => "shard",
            });
}
