using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>Where idle agents wait for jobs: one per cluster, key 0. In memory only; running jobs announce themselves again.</summary>
[Alias("isac.dispatch")]
public interface IDispatchGrain : IGrainWithIntegerKey
{
    [Alias("announce")]
    Task Announce(JobId job);

    [Alias("withdraw")]
    Task Withdraw(JobId job);

    [Alias("jobs")]
    Task<IReadOnlyList<JobListing>> GetJobs();

    /// <summary>Running jobs in the order of their submission, once the version differs from the known one, or after a while.</summary>
    [Alias("wait-for-jobs")]
    Task<JobQueue> WaitForJobs(long knownVersion, CancellationToken cancellation);
}

/// <summary>The running jobs.</summary>
[GenerateSerializer, Immutable, Alias("isac.job-queue")]
public sealed record JobQueue([property: Id(0)] long Version, [property: Id(1)] IReadOnlyList<JobId> Jobs);
