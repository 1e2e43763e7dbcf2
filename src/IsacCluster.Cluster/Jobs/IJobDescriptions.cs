namespace IsacCluster.Cluster.Jobs;

/// <summary>Where descriptions are kept, for those who have only the key of one.</summary>
internal interface IJobDescriptions
{
    /// <summary>A description of a job; null if the job has none of this key.</summary>
    Task<JobDescription?> FindAsync(JobId id, string key);
}
