using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;

namespace IsacCluster.Cluster.Protocol;

/// <summary>
/// The coordinator of one job; the key is its <see cref="JobId"/>. It sees lanes, never tasks, so it is never hot.
/// </summary>
[Alias("isac.job")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Starts the job, or continues or extends what an earlier submission left.</summary>
    [Alias("submit")]
    Task<JobStatus> Submit(JobDescription description, SubmitOptions options);

    /// <summary>What was submitted last; null if nothing was.</summary>
    /// <exception cref="DamagedJobException">Nobody can tell any more.</exception>
    [Alias("description")]
    Task<JobDescription?> GetDescription();

    /// <summary>A description of this job, for those who have only its key; null if it is none of this job's.</summary>
    [Alias("find-description")]
    Task<JobDescription?> FindDescription(string key);

    /// <summary>For lanes: the present run; null if there is none to take part in.</summary>
    [Alias("order")]
    Task<LaneOrder?> GetOrder();

    /// <summary>Null if nothing was submitted.</summary>
    [Alias("summary")]
    Task<JobSummary?> GetSummary();

    [Alias("status")]
    Task<JobStatus> GetStatus();

    /// <summary>The status once its version differs from the known one, or after a while.</summary>
    [Alias("wait-for-change")]
    Task<JobStatus> WaitForChange(long knownVersion, CancellationToken cancellation);

    /// <summary>Stops at the next sample; what was accepted is kept.</summary>
    [Alias("cancel")]
    Task Cancel();

    [Alias("pause")]
    Task Pause();

    /// <summary>Goes on after a pause or a cancellation, in the same run.</summary>
    [Alias("resume")]
    Task Resume();

    /// <summary>Another weight where jobs compete for slots, from now on.</summary>
    [Alias("set-priority")]
    Task SetPriority(int priority);

    /// <summary>Removes the job with all that its lanes hold; nothing that comes in later for it is kept.</summary>
    /// <returns>False if it runs: nothing was changed.</returns>
    [Alias("delete")]
    Task<bool> Delete();

    [Alias("results")]
    Task<JobResults> GetResults();

    /// <summary>For agents: where work is, once the version differs from the known one, or after a while.</summary>
    [Alias("wait-for-work")]
    Task<WorkHint> WaitForWork(long knownVersion, CancellationToken cancellation);

    /// <summary>For agents: the timing of a session so far, first when it begins and last when it has ended.</summary>
    [Alias("record-session")]
    Task RecordSession(SessionTiming timing, bool ended);

    /// <summary>For agents, again and again while it is so: their silo cannot run the job.</summary>
    [Alias("refuse")]
    Task Refuse(AgentId agent, SiloRefusal refusal);

    /// <summary>For lanes.</summary>
    [Alias("notify")]
    Task Notify(LaneNotice notice);

    /// <summary>For lanes: the job cannot go on.</summary>
    [Alias("fail")]
    Task Fail(JobFailure failure);
}

/// <summary>Which lanes have work.</summary>
/// <param name="TraceParent">W3C context of the submission, the parent of every task's span; null where nobody traces.</param>
/// <param name="TaskTimeout">The limit of one attempt that the submission named.</param>
/// <param name="Specification">Key of what was submitted last; null if nothing was.</param>
[GenerateSerializer, Immutable, Alias("isac.work-hint")]
public sealed record WorkHint(
    [property: Id(0)] long Version,
    [property: Id(1)] JobPhase Phase,
    [property: Id(3)] IReadOnlyList<int> Lanes,
    [property: Id(4)] string? TraceParent,
    [property: Id(5)] TimeSpan? TaskTimeout,
    [property: Id(6)] string? Specification);

/// <summary>The present run of a job, for its lanes.</summary>
/// <param name="Specification">Key of what was submitted.</param>
/// <param name="Run">Number of the submission.</param>
[GenerateSerializer, Immutable, Alias("isac.lane-order")]
public sealed record LaneOrder(
    [property: Id(0)] string Specification, [property: Id(1)] SubmitOptions Options, [property: Id(2)] long Run);
