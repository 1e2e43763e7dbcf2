using System.Globalization;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Protocol;

/// <summary>One lane of one job.</summary>
public readonly record struct LaneKey(JobId Job, int Lane)
{
    public static LaneKey Parse(string key)
    {
        int slash = key.LastIndexOf('/');
        return new LaneKey(new JobId(key[..slash]), int.Parse(key.AsSpan(slash + 1), CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Job}/{Lane}");
}

/// <summary>
/// Owns the ledger and the merged result of one lane; the key is a <see cref="LaneKey"/>. Every call may be repeated.
/// </summary>
[Alias("isac.lane")]
public interface ILaneGrain : IGrainWithStringKey
{
    /// <summary>Whether a description keeps all that was accepted; changes nothing.</summary>
    /// <param name="specification">Key of the description.</param>
    /// <exception cref="SpecificationException">It would discard some.</exception>
    [Alias("check-plan")]
    Task Check(string specification);

    /// <summary>
    /// Begins a run over what earlier runs left, or goes on with it. A lane that a lease or report reaches before does so by itself.
    /// </summary>
    /// <exception cref="SpecificationException">It would discard accepted work; the lane stands as before.</exception>
    [Alias("open-run")]
    Task<LaneNotice> Open(LaneOrder order);

    /// <summary>Hands out no more leases until <see cref="Resume"/> or <see cref="Open"/>; reports are still taken.</summary>
    [Alias("suspend")]
    Task Suspend();

    [Alias("resume")]
    Task Resume();

    /// <summary>
    /// Leases up to <paramref name="maxTasks"/> tasks; none when there is no work now. Where the death of a silo was met before, the leases
    /// are durable when they are given out.
    /// </summary>
    [Alias("lease")]
    Task<IReadOnlyList<LeasedTask>> Lease(AgentId agent, int maxTasks);

    /// <summary>
    /// A suspect is about to run, alone: durable before it returns, so that its silo's death is known to be its own doing. False if the
    /// lease is lost.
    /// </summary>
    [Alias("begin")]
    Task<bool> Begin(AgentId agent, long lease);

    /// <summary>Takes results and failures; returns after all that was accepted is durable.</summary>
    /// <returns>For each report, whether it was accepted.</returns>
    [Alias("report")]
    Task<IReadOnlyList<bool>> Report(AgentId agent, IReadOnlyList<TaskReport> reports);

    /// <summary>
    /// Accepts several tasks with their merged result once that is durable, or none: false if a lease of a part is lost, if a part is
    /// accepted already, or if they lie across a canonical boundary. The parts are then reported one by one.
    /// </summary>
    [Alias("report-merged")]
    Task<bool> ReportMerged(AgentId agent, MergedReport report);

    [Alias("renew")]
    Task Renew(AgentId agent);

    /// <summary>Hands leases back untried; durable before it returns, or a silo that leaves would seem to have died with them.</summary>
    [Alias("release")]
    Task Release(AgentId agent, IReadOnlyList<long> leases);

    /// <summary>Whether the lane has a record, readable or not.</summary>
    [Alias("is-held")]
    Task<bool> IsHeld();

    /// <summary>Removes the lane's record. Reports that come later are not accepted, leases not granted.</summary>
    [Alias("delete")]
    Task Delete();

    /// <exception cref="OrleansException">This is an old activation, which has not come as far; it ends.</exception>
    [Alias("notice")]
    Task<LaneNotice> GetNotice(LaneStanding least);

    /// <inheritdoc cref="GetNotice"/>
    [Alias("account")]
    Task<LaneAccount> GetAccount(LaneStanding least);
}

/// <summary>
/// How far a lane is known to have come, durably. After silos have died the directory may for a while lead to an activation that read its
/// record before the last write: it can write nothing any more, but it answers.
/// </summary>
[GenerateSerializer, Immutable, Alias("isac.lane-standing")]
public readonly record struct LaneStanding([property: Id(0)] long Accepted, [property: Id(1)] bool IsClosed)
{
    public bool IsReachedBy(LaneStatus status) =>
        status.Phase == LanePhase.Damaged || (status.Accepted >= Accepted && (!IsClosed || status.Phase == LanePhase.Closed));
}

/// <summary>A task to run.</summary>
/// <param name="Argument">Of a task of an adaptive job; else null.</param>
/// <param name="Probation">
/// Of a suspect, which silos died with: nothing else starts on its silo until it ends or has run for so long. Null for all others.
/// </param>
[GenerateSerializer, Immutable, Alias("isac.leased-task")]
public readonly record struct LeasedTask(
    [property: Id(0)] long LeaseId, [property: Id(1)] Interval Range, [property: Id(2)] byte[]? Argument = null,
    [property: Id(3)] TimeSpan? Probation = null);

/// <summary>The outcome of one attempt: result bytes, or an error.</summary>
[GenerateSerializer, Immutable, Alias("isac.task-report")]
public sealed record TaskReport(
    [property: Id(0)] long LeaseId,
    [property: Id(1)] Interval Range,
    [property: Id(2)] byte[]? Result,
    [property: Id(3)] IReadOnlyList<StageTotal> Stages,
    [property: Id(4)] string? Error);

/// <summary>The merged result of several tasks.</summary>
/// <param name="Parts">Leases that the reporter holds.</param>
[GenerateSerializer, Immutable, Alias("isac.merged-report")]
public sealed record MergedReport(
    [property: Id(0)] IReadOnlyList<LeasedTask> Parts,
    [property: Id(1)] byte[] Result,
    [property: Id(2)] IReadOnlyList<StageTotal> Stages);

/// <summary>What a lane tells its coordinator.</summary>
/// <param name="Sequence">Grows with every notice of an incarnation; an older one of the same is ignored.</param>
/// <param name="HasWork">Whether a lease could be granted now.</param>
/// <param name="Status">As persisted.</param>
/// <param name="Stragglers">Late leases that another agent may copy.</param>
/// <param name="Incarnation">Of the lane's grain. Those of different silos have no order: their clocks differ.</param>
/// <param name="Refilled">
/// Whether there was no work at some time since the notice before, and is some now: who found none asks again.
/// </param>
/// <param name="Run">That the lane takes part in, see <see cref="LaneOrder"/>; a notice of an earlier one is ignored.</param>
[GenerateSerializer, Immutable, Alias("isac.lane-notice")]
public sealed record LaneNotice(
    [property: Id(0)] long Sequence,
    [property: Id(1)] bool HasWork,
    [property: Id(2)] LaneStatus Status,
    [property: Id(3)] int Stragglers,
    [property: Id(4)] long Incarnation,
    [property: Id(5)] bool Refilled,
    [property: Id(6)] long Run);

/// <summary>A lane's merged result, parked ranges and stage totals, and how it stands with them.</summary>
[GenerateSerializer, Immutable, Alias("isac.lane-account")]
public sealed record LaneAccount(
    [property: Id(0)] byte[] Result,
    [property: Id(1)] IReadOnlyList<PoisonRange> Poison,
    [property: Id(2)] IReadOnlyList<StageTotal> Stages,
    [property: Id(3)] LaneStatus Status);
