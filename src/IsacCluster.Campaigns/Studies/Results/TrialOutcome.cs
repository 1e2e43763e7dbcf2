using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies.Results;

/// <summary>How a trial ended.</summary>
public sealed record TrialOutcome
{
    /// <summary>Text of the trial's parameters, <see cref="Search.Space.ParameterSet.ToString"/>.</summary>
    public required string Parameters { get; init; }

    /// <summary>Complete, pruned or failed.</summary>
    public required TrialState State { get; init; }

    /// <summary>One for each objective of a complete trial, means over its seeds; else empty.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>
    /// Of a complete trial the excess of each constraint on metrics, means over its seeds: above 0 where it does not hold.
    /// </summary>
    public IReadOnlyList<double> Constraints { get; init; } = [];

    /// <summary>
    /// Of a complete trial what was measured, means over its seeds, where the objectives are expressions of it or constraints compare it;
    /// else empty. No part of a digest.
    /// </summary>
    public IReadOnlyList<double> Measured { get; init; } = [];

    /// <summary>Whether it is complete and every constraint holds.</summary>
    public bool IsFeasible => State == TrialState.Complete && Constraints.All(excess => excess <= 0);

    /// <summary>Reported values of the first objective and of the first seed, by ascending step.</summary>
    public IReadOnlyList<IntermediateValue> Intermediate { get; init; } = [];

    /// <summary>The first objective for each seed that was run; one value where a trial has one seed.</summary>
    public IReadOnlyList<double> Replicates { get; init; } = [];

    /// <summary>Reports that named a step not past the one before, and were ignored; no part of a digest.</summary>
    public int Ignored { get; init; }

    /// <summary>How often the trial was begun, at least 1; no part of a digest.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>
    /// Seconds that the slot which ended it was at it, over all attempts there; null where nothing was evaluated. No part of a digest.
    /// </summary>
    public double? DurationS { get; init; }

    /// <summary>Which part of a trial it is, where trials pause and go on; else null.</summary>
    public TrialPart? Part { get; init; }

    /// <summary>How many parts a trial was evaluated in.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Where it began with the checkpoint of another trial.</summary>
    public TrialBeginning? Begins { get; init; }

    /// <summary>Why the last attempt failed; null where the trial did not fail. No part of a digest.</summary>
    public string? Error { get; init; }
}
