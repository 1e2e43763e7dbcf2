using System.Text.Json.Serialization;
using IsacCluster.Jobs;
using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.Studies.Results;

/// <summary>study.json, schema isac-study-v1. Property order is file order.</summary>
public sealed record StudyResults
{
    public string Schema { get; init; } = "isac-study-v1";
    public required string Name { get; init; }
    public required string JobId { get; init; }
    /// <summary>sha256:... over numbers, states, parameters and values of all trials; never over times or attempts.</summary>
    public required string Digest { get; init; }
    /// <summary>Whether all trials that the specification wants are there.</summary>
    public required bool Complete { get; init; }
    /// <summary>Why the study ended before its last trial; null where it did not.</summary>
    public string? Stopped { get; init; }
    public required IReadOnlyList<string> Metrics { get; init; }
    /// <summary>minimize or maximize, one for each metric.</summary>
    public required IReadOnlyList<string> Directions { get; init; }
    public required string Sampler { get; init; }
    public required string Pruner { get; init; }
    public required string Mode { get; init; }
    public required int Parallel { get; init; }
    /// <summary>Comparisons of metrics that a trial is to fulfil; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Constraints { get; init; }
    /// <summary>The best feasible trial; null without one, and with several metrics.</summary>
    public required BestTrial? Best { get; init; }
    /// <summary>With several metrics: numbers of the feasible trials that none dominates.</summary>
    public IReadOnlyList<long>? ParetoFront { get; init; }
    /// <summary>Of the front, up to the specification's reference, else to the worst value of each metric among feasible trials.</summary>
    public double? Hypervolume { get; init; }
    /// <summary>Share of the variance of the first metric that each parameter explains alone (functional ANOVA).</summary>
    public required IReadOnlyDictionary<string, double> Importances { get; init; }
    /// <summary>The same for each constraint on metrics, by its text; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>? ConstraintImportances { get; init; }
    /// <summary>Why nothing succeeded: the commonest reasons with their counts; null where a trial is complete.</summary>
    public string? Failure { get; init; }
    /// <summary>Trials taken over from a file.</summary>
    public int PriorTrials { get; init; }
    /// <summary>Rows of that file that were of no use, counted by why.</summary>
    public IReadOnlyDictionary<string, int>? PriorSkipped { get; init; }
    /// <summary>What else a reader should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
    /// <summary>By number.</summary>
    public required IReadOnlyList<TrialResult> Trials { get; init; }
    /// <summary>How much was evaluated of what full trials would have cost, in steps of the first seed; null where the objective has
    /// none.</summary>
    public StepCost? Steps { get; init; }
    public required TimingLedger Timing { get; init; }
    public required TaskCounts Tasks { get; init; }
    public required Manifest Manifest { get; init; }
    /// <summary>The specification as the user wrote it (YAML); null where it is not known.</summary>
    public string? Specification { get; init; }
    /// <summary>All runs of the job, the first first.</summary>
    public IReadOnlyList<JobRun> History { get; init; } = [];
    public IReadOnlyList<PoisonedTask> Poisoned { get; init; } = [];
}

/// <summary>The best trial.</summary>
public sealed record BestTrial(long Trial, double Value, IReadOnlyDictionary<string, object> Params);

/// <summary>Steps that were run, and those that the same trials would have taken without pruning.</summary>
public sealed record StepCost(long Run, long Full);

/// <summary>One trial.</summary>
public sealed record TrialResult
{
    public required long Number { get; init; }
    /// <summary>Active parameters, in the order of the space.</summary>
    public required IReadOnlyDictionary<string, object> Params { get; init; }
    /// <summary>The first metric of a complete trial, the mean over its seeds; else null.</summary>
    public required double? Value { get; init; }
    /// <summary>With several metrics: all of them.</summary>
    public IReadOnlyList<double>? Values { get; init; }
    /// <summary>complete, pruned or failed.</summary>
    public required string State { get; init; }
    /// <summary>With constraints on metrics, of a complete trial: the excess of each, the greater side less the smaller one, above 0 where
    /// it does not hold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Constraints { get; init; }
    /// <summary>With constraints on metrics: whether it is complete and all of them hold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Feasible { get; init; }
    /// <summary>What was measured, by name, where the metrics are expressions of it or constraints compare it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Measured { get; init; }
    /// <summary>Pairs of step and value.</summary>
    public required IReadOnlyList<double[]> Intermediate { get; init; }
    public required int Attempts { get; init; }
    /// <summary>Seconds on the slot that ended it; absent where nothing was evaluated, and of trials of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DurationS { get; init; }
    /// <summary>The first metric for each seed, where there are several.</summary>
    public IReadOnlyList<double>? Seeds { get; init; }
    /// <summary>95 % interval of their mean.</summary>
    [JsonPropertyName("ci95")]
    public double[]? Ci95 { get; init; }
    /// <summary>Reports that named a step not past the one before, and were ignored.</summary>
    public int? IgnoredReports { get; init; }
    /// <summary>In how many parts it was run, where it paused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Parts { get; init; }
    /// <summary>The trial whose checkpoint it began with, and the step of that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrialBeginning? Begins { get; init; }
    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }
}
