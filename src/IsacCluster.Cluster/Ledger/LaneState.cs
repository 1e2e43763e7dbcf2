using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Ledger;

/// <summary>What a lane keeps on disk. It is written as one record, so intervals and merged results never disagree.</summary>
/// <param name="Retries">Ranges that were attempted before; null in records from before they were kept.</param>
/// <param name="Held">Ranges that agents had leased; null in records from before they were kept.</param>
[GenerateSerializer, Alias("isac.lane-state")]
public sealed record LaneState(
    [property: Id(0)] IReadOnlyList<SegmentState> Segments,
    [property: Id(1)] IReadOnlyList<PoisonRange> Poison,
    [property: Id(2)] TaskCounts Counts,
    [property: Id(3)] IReadOnlyList<StageTotal> Stages,
    [property: Id(4)] IReadOnlyList<RetryRange>? Retries = null,
    [property: Id(5)] IReadOnlyList<HeldRange>? Held = null)
{
    public static LaneState Empty { get; } = new([], [], default, []);
}

/// <summary>One segment: its range, its accepted intervals and the bytes of their merged result.</summary>
[GenerateSerializer, Immutable, Alias("isac.segment-state")]
public sealed record SegmentState(
    [property: Id(0)] Interval Range,
    [property: Id(1)] IReadOnlyList<Interval> Accepted,
    [property: Id(2)] byte[] Result);

/// <summary>A range that failed on every allowed attempt, or killed its silo, and was parked, with its last error.</summary>
[GenerateSerializer, Immutable, Alias("isac.poison-range")]
public sealed record PoisonRange([property: Id(0)] Interval Range, [property: Id(1)] int Attempts, [property: Id(2)] string Error);

/// <summary>Calls and total seconds of one stage, over accepted tasks.</summary>
[GenerateSerializer, Immutable, Alias("isac.stage-total")]
public readonly record struct StageTotal([property: Id(0)] string Stage, [property: Id(1)] long Calls, [property: Id(2)] double Seconds);
