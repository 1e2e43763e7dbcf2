using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Jobs;

/// <summary>The lifecycle of jobs as a user sees it.</summary>
public interface IJobClient
{
    /// <summary>Starts a job, or continues or extends what the cluster holds of it. Returns once its lanes are open.</summary>
    /// <exception cref="SpecificationException">The description is not a valid specification; nothing was started or written.</exception>
    /// <exception cref="DataFolderException">The data folder cannot be used, or the job is damaged.</exception>
    Task<JobId> SubmitAsync(JobDescription description, SubmitOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Running jobs, then those that came to rest lately, each in the order of submission.</summary>
    Task<IReadOnlyList<JobListing>> GetJobsAsync(CancellationToken cancellation = default);

    /// <summary>Who works in the cluster, and what happened lately.</summary>
    Task<ClusterView> GetClusterAsync(CancellationToken cancellation = default);

    /// <summary>Whether something was submitted under this id. Asking within a silo activates nothing and keeps nothing.</summary>
    Task<bool> ExistsAsync(JobId id, CancellationToken cancellation = default);

    /// <summary>What was submitted last under this id; null if nothing was, or if the job's record is damaged.</summary>
    Task<JobDescription?> GetDescriptionAsync(JobId id, CancellationToken cancellation = default);

    /// <summary>One line on a job; null if nothing was submitted under this id.</summary>
    Task<JobSummary?> GetSummaryAsync(JobId id, CancellationToken cancellation = default);

    Task<JobStatus> GetStatusAsync(JobId id, CancellationToken cancellation = default);

    /// <summary>
    /// The status now and after each change, at most about ten times a second, up to and including the settled one. Cancelling
    /// stops the watching, not the job.
    /// </summary>
    /// <exception cref="DataFolderException">The job failed because the data folder cannot be used, or it is damaged.</exception>
    IAsyncEnumerable<JobStatus> WatchAsync(JobId id, CancellationToken cancellation = default);

    /// <summary>The merged results so far; final when the status is <see cref="JobPhase.Completed"/>.</summary>
    /// <exception cref="DataFolderException">The job is damaged.</exception>
    Task<JobResults> GetResultsAsync(JobId id, CancellationToken cancellation = default);

    /// <summary>Stops running tasks at their next sample and keeps what was accepted.</summary>
    Task CancelAsync(JobId id, CancellationToken cancellation = default);

    Task PauseAsync(JobId id, CancellationToken cancellation = default);

    /// <summary>Goes on after a pause or a cancellation.</summary>
    Task ResumeAsync(JobId id, CancellationToken cancellation = default);

    /// <summary>Another weight where jobs compete for slots, from now on; see <see cref="SubmitOptions.Priority"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 1 to <see cref="SubmitOptions.HighestPriority"/>.</exception>
    Task SetPriorityAsync(JobId id, int priority, CancellationToken cancellation = default);

    /// <summary>A worker outside of the cluster asks for a task; repeated with the same request it is given the same.</summary>
    Task<OutsideAnswer> AskAsync(JobId id, OutsideAsk ask, CancellationToken cancellation = default);

    /// <summary>A worker outside says something of its task; what came of it is durable when it is answered.</summary>
    Task<OutsideAnswer> SayAsync(JobId id, OutsideWord word, CancellationToken cancellation = default);

    /// <summary>Removes a job and its accepted results; files in its output folder stay.</summary>
    /// <returns>False if it runs: nothing was changed.</returns>
    Task<bool> DeleteAsync(JobId id, CancellationToken cancellation = default);
}
