using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Protocol;

/// <summary>
/// Where agents register their slots and wait for jobs: one per cluster, key 0. It knows which jobs run and which slots are alive, and
/// nothing of lanes and tasks.
/// </summary>
[Alias("isac.dispatch")]
public interface IDispatchGrain : IGrainWithIntegerKey
{
    /// <summary>For coordinators: how a job stands, at every change of its phase and every few seconds while it is active.</summary>
    /// <returns>What a running job waits for, see <see cref="JobStatus.Waiting"/>.</returns>
    [Alias("announce")]
    Task<string?> Announce(JobAnnouncement job);

    /// <summary>
    /// For agents: the running jobs in the order of their submission, once the version differs from the known one, or after a while. An
    /// agent that does not ask again within the life of a lease is taken for gone.
    /// </summary>
    [Alias("wait-for-jobs")]
    Task<JobQueue> WaitForJobs(long knownVersion, AgentRegistration agent, CancellationToken cancellation);

    /// <summary>For coordinators: the job is deleted.</summary>
    [Alias("forget")]
    Task Forget(JobId job);

    /// <summary>For agents: its slots are gone.</summary>
    [Alias("leave")]
    Task Leave(AgentId agent);

    /// <summary>For clients: whether a job is among those that <see cref="GetJobs"/> lists.</summary>
    [Alias("knows")]
    Task<bool> Knows(JobId job);

    /// <summary>Running jobs, then those that came to rest lately, each in the order of submission.</summary>
    [Alias("jobs")]
    Task<IReadOnlyList<JobListing>> GetJobs();

    /// <summary>Who gives slots, and what happened lately.</summary>
    [Alias("view")]
    Task<ClusterView> GetView();
}

/// <summary>How a job stands, as its coordinator tells it.</summary>
/// <param name="OpenTasks">Indices that are wanted and not accepted.</param>
/// <param name="Refusals">Agents that cannot work on it; null or empty: none.</param>
/// <param name="Accepted">Accepted indices.</param>
/// <param name="Pace">Null where it is not known.</param>
/// <param name="ParkedRanges">Ranges that were given up.</param>
[GenerateSerializer, Immutable, Alias("isac.job-announcement")]
public sealed record JobAnnouncement(
    [property: Id(0)] JobId Job,
    [property: Id(1)] JobPhase Phase,
    [property: Id(2)] SlotKind Needs,
    [property: Id(3)] int Priority,
    [property: Id(4)] int? MaxSlots,
    [property: Id(5)] long OpenTasks,
    [property: Id(6)] IReadOnlyList<AgentRefusal>? Refusals = null,
    [property: Id(7)] long Accepted = 0,
    [property: Id(8)] JobPace? Pace = null,
    [property: Id(9)] int ParkedRanges = 0);

/// <summary>An agent that does not work on a job.</summary>
[GenerateSerializer, Immutable, Alias("isac.agent-refusal")]
public sealed record AgentRefusal([property: Id(0)] AgentId Agent, [property: Id(1)] SiloRefusal Refusal);

/// <summary>An agent and the slots that it gives to jobs.</summary>
/// <param name="Name">Of its silo; null: the agent's.</param>
/// <param name="Host">Where the silo runs.</param>
/// <param name="Busy">Slots that run a task.</param>
/// <param name="Identity">What the silo is; null where it does not say.</param>
[GenerateSerializer, Immutable, Alias("isac.agent-registration")]
public sealed record AgentRegistration(
    [property: Id(0)] AgentId Agent,
    [property: Id(1)] SlotCounts Slots,
    [property: Id(2)] string? Name = null,
    [property: Id(3)] string? Host = null,
    [property: Id(4)] SlotCounts Busy = default,
    [property: Id(5)] SiloIdentity? Identity = null);

/// <summary>The running jobs, for one agent.</summary>
[GenerateSerializer, Immutable, Alias("isac.job-queue")]
public sealed record JobQueue([property: Id(0)] long Version, [property: Id(1)] IReadOnlyList<QueuedJob> Jobs);

/// <summary>A running job.</summary>
/// <param name="Quota">Most slots that the asking agent may give it; null: no limit.</param>
[GenerateSerializer, Immutable, Alias("isac.queued-job")]
public sealed record QueuedJob(
    [property: Id(0)] JobId Id, [property: Id(1)] SlotKind Needs, [property: Id(2)] int Priority, [property: Id(3)] int? Quota);
