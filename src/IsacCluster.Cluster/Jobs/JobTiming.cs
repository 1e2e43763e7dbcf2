using IsacCluster.Cluster.Ledger;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Jobs;

/// <summary>
/// Where the slot time of one agent session went. The ledger closes: useful + queue + overhead + wasted = slot time;
/// overhead is what the other three leave. Alone on its slots, a session has slots x wall; sessions that share them sum to it.
/// </summary>
/// <param name="Slots">Slots of the agent that the job may use.</param>
/// <param name="WallSeconds">From the agent's joining the job to its leaving it, or to the last snapshot before a crash.</param>
/// <param name="UsefulSeconds">Stage time of accepted tasks.</param>
/// <param name="QueueSeconds">Slots that waited for a lease; where jobs share the slots, an equal part of it.</param>
/// <param name="WastedSeconds">Rejected, failed and abandoned attempts.</param>
/// <param name="AttributedSeconds">Slot time of this session; null in records from before jobs shared slots.</param>
/// <param name="Identity">What the silo is; null in records from before it was kept.</param>
[GenerateSerializer, Immutable, Alias("isac.session-timing")]
public sealed record SessionTiming(
    [property: Id(0)] string SessionId,
    [property: Id(1)] string Silo,
    [property: Id(2)] int Slots,
    [property: Id(3)] double WallSeconds,
    [property: Id(4)] double UsefulSeconds,
    [property: Id(5)] double QueueSeconds,
    [property: Id(6)] double WastedSeconds,
    [property: Id(7)] double? AttributedSeconds,
    [property: Id(8)] SiloIdentity? Identity = null)
{
    public double SlotSeconds => AttributedSeconds ?? Slots * WallSeconds;

    public double OverheadSeconds => SlotSeconds - UsefulSeconds - QueueSeconds - WastedSeconds;
}

/// <summary>
/// Where the slot time of a job went, on the wire: the sessions of all its runs, and the stage totals of its accepted tasks.
/// </summary>
[GenerateSerializer, Immutable, Alias("isac.timing-ledger")]
public sealed record JobTiming(
    [property: Id(0)] IReadOnlyList<SessionTiming> Sessions,
    [property: Id(1)] IReadOnlyList<StageTotal> Stages)
{
    /// <summary>Their sums, as reports state them.</summary>
    public TimingLedger Ledger => new(
        Sessions.Sum(session => session.SlotSeconds),
        Sessions.Sum(session => session.UsefulSeconds),
        Sessions.Sum(session => session.QueueSeconds),
        Sessions.Sum(session => session.OverheadSeconds),
        Sessions.Sum(session => session.WastedSeconds),
        Stages.ToDictionary(
            stage => stage.Stage, stage => new StageSummary(stage.Calls, stage.Seconds, stage.Seconds / Math.Max(1, stage.Calls))));
}
