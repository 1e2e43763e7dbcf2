using System.Text.Json.Serialization;
using IsacCluster.Campaigns.MonteCarlo.Published;
using IsacCluster.Jobs;
using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>results.json of a campaign, schema isac-results-v1. Property order is file order.</summary>
public sealed record CampaignResults
{
    public string Schema { get; init; } = "isac-results-v1";
    public required string Name { get; init; }
    /// <summary>sha256:... of the exact statistics, never of times.</summary>
    public required string Digest { get; init; }
    public required bool Complete { get; init; }
    /// <summary>
    /// False: each algorithm is averaged over the samples on which it returned a design itself. Null, and not in the file: over those on
    /// which all of them did.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? CommonSamples { get; init; }
    /// <summary>The metrics that the campaign asks for; null, and not in the file, where it asks for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MetricDescription>? Metrics { get; init; }
    /// <summary>Every field of the scenario before the sweep, in the order of the documentation; null in older files.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, ScenarioValue>? Scenario { get; init; }
    public required IReadOnlyList<PointResults> Points { get; init; }
    /// <summary>What others reported, for the figures.</summary>
    [JsonIgnore] public IReadOnlyList<PublishedSeries> Published { get; init; } = [];
    public required TimingLedger Timing { get; init; }
    public required TaskCounts Tasks { get; init; }
    public required Manifest Manifest { get; init; }
    /// <summary>The specification as the user wrote it (YAML); null in older files.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Specification { get; init; }
    /// <summary>All runs of the job, the first first.</summary>
    public IReadOnlyList<JobRun> History { get; init; } = [];
    /// <summary>Tasks that were parked after three failed attempts; empty when nothing is missing.</summary>
    public IReadOnlyList<PoisonedTask> Poisoned { get; init; } = [];
}

/// <summary>One point of the sweep.</summary>
public sealed record PointResults
{
    public required string Id { get; init; }
    /// <summary>Swept parameters only, in the order of the specification; values are numbers, strings or lists.</summary>
    public required IReadOnlyDictionary<string, object> Params { get; init; }
    public required long Samples { get; init; }
    /// <summary>samples | precision | incomplete.</summary>
    public required string StopReason { get; init; }
    public required IReadOnlyList<AlgorithmResults> Algorithms { get; init; }
    /// <summary>Beampatterns of sample 0 of the point, for the figures; null if it has none.</summary>
    [JsonIgnore] public SampleBeampatterns? Beampatterns { get; init; }
    /// <summary>Those of further samples, for who looks at one after the other in the page.</summary>
    [JsonIgnore] public IReadOnlyList<SampleBeampatterns> FurtherBeampatterns { get; init; } = [];
}

/// <summary>
/// One algorithm at one point. counted + infeasible + failed = samples; each of the three is the same for every algorithm of the point, but
/// without common samples the algorithm's own.
/// </summary>
public sealed record AlgorithmResults
{
    public required string Name { get; init; }
    /// <summary>Samples that enter the means: those where every algorithm of the point returned a design.</summary>
    public required long Counted { get; init; }
    /// <summary>Samples excluded because some algorithm of the point proved infeasibility and none failed.</summary>
    public required long Infeasible { get; init; }
    /// <summary>Samples excluded because some algorithm of the point failed.</summary>
    public required long Failed { get; init; }
    /// <summary>Of all samples: those that this algorithm itself found infeasible.</summary>
    public required long OwnInfeasible { get; init; }
    /// <summary>Of all samples: those on which this algorithm itself failed.</summary>
    public required long OwnFailed { get; init; }
    /// <summary>
    /// Of the excluded samples: those on which every other algorithm returned a design, so that this one alone took them from all. Null,
    /// and not in the file, where nothing is excluded, without common samples, and where an earlier version did not count them.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ExcludedAlone { get; init; }
    public required Distribution Mse { get; init; }
    /// <summary>
    /// (sum d^2)^2 / sum d^4 of the deviations d of samples, or of trajectories, from the mean MSE: on how many its interval rests. Null
    /// where nothing varies.
    /// </summary>
    public double? NEff { get; init; }
    /// <summary>Words about the interval of the mean MSE where it is not to be trusted or there is none; else null.</summary>
    public string? IntervalNote { get; init; }
    /// <summary>With slots > 1 the trajectories with a counted sample, on which intervals rest; else null, and not in the file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Trajectories { get; init; }
    /// <summary>Designs that meet every SINR threshold, over samples for which some design exists (minimum power at most P0).</summary>
    public required double? Satisfaction { get; init; }
    [JsonPropertyName("satisfaction_ci95")] public required double[]? SatisfactionCi95 { get; init; }
    /// <summary>Words about that interval, as <see cref="IntervalNote"/>; null, and not in the file, where it is founded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SatisfactionNote { get; init; }
    /// <summary>Numerator and denominator of the satisfaction.</summary>
    public required long Satisfied { get; init; }
    public required long FeasibleChannels { get; init; }
    /// <summary>Ratio of mean MSEs on common channels, with a paired interval, to each other algorithm.</summary>
    public required IReadOnlyDictionary<string, Estimate> PairedMseRatioTo { get; init; }
    /// <summary>Mean of the paired difference MSE(this) - MSE(other).</summary>
    public required IReadOnlyDictionary<string, Estimate> PairedMseDifferenceTo { get; init; }
    /// <summary>Fraction of samples that the projection touched; null where the algorithm has none.</summary>
    public required double? ProjectionUsage { get; init; }
    [JsonPropertyName("projection_usage_ci95")] public double[]? ProjectionUsageCi95 { get; init; }
    /// <summary>Words about that interval, as <see cref="IntervalNote"/>; null, and not in the file, where it is founded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProjectionUsageNote { get; init; }
    /// <summary>By name, each over the counted samples where it is defined; null, and not in the file, without metrics.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, MetricResults>? Metrics { get; init; }
    public required TimeDistribution TimeS { get; init; }
    /// <summary>Parts of the time of a learned algorithm; null for the others.</summary>
    public PartMeans? PartsS { get; init; }
    /// <summary>sha256:... of the model file of a learned algorithm at this point; null for the others.</summary>
    public string? Model { get; init; }
    /// <summary>
    /// The first samples on which this algorithm returned no design, failures before infeasible ones: at most 100, fewer where the campaign
    /// has many points.
    /// </summary>
    public IReadOnlyList<FailedDesign> Failures { get; init; } = [];
}

/// <summary>Mean, spread and quantiles of a metric; null where nothing was counted.</summary>
public sealed record Distribution(
    double? Mean, double? Std, [property: JsonPropertyName("ci95")] double[]? Ci95, double? Min, double? P50, double? P90,
    double? P99, double? Max);

/// <summary>What a metric is, for whoever reads the numbers.</summary>
public sealed record MetricDescription(string Name, string Title, string Symbol, string Unit, string Meaning);

/// <summary>Mean and spread of a metric; null where it was defined on no sample.</summary>
/// <param name="N">Counted samples on which it is defined.</param>
public sealed record MetricResults(
    double? Mean, double? Std, [property: JsonPropertyName("ci95")] double[]? Ci95, double? Min, double? Max, long N)
{
    /// <summary>The median, to 2^-9 relative; null, with all that follow, where an earlier version counted samples.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? P50 { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? P90 { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? P99 { get; init; }
    /// <summary>
    /// Ratio of the means on samples that both count, with a paired interval, to each other algorithm. Of what may be negative, and of
    /// decibels, the difference is what means something.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Estimate>? PairedRatioTo { get; init; }
    /// <summary>Mean of the paired difference (this) - (other), in the metric's unit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Estimate>? PairedDifferenceTo { get; init; }
    /// <summary>On how many units the interval rests, as of <see cref="AlgorithmResults.NEff"/>.</summary>
    public double? NEff { get; init; }

    /// <summary>Words about the interval; null, and not in the file, where it is founded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IntervalNote { get; init; }
}

/// <summary>An estimate with its 95 % interval; null where it is not defined.</summary>
public sealed record Estimate(double? Mean, [property: JsonPropertyName("ci95")] double[]? Ci95)
{
    /// <summary>On how many units the interval rests, as of <see cref="AlgorithmResults.NEff"/>.</summary>
    public double? NEff { get; init; }

    /// <summary>Words about the interval; null, and not in the file, where it is founded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IntervalNote { get; init; }
}

/// <summary>Seconds of one call.</summary>
public sealed record TimeDistribution(double? Mean, double? P50, double? P99);

/// <summary>Mean seconds of each part of a learned algorithm, the projection over projected samples; null where none was counted.</summary>
public sealed record PartMeans(double? Inference, double? Feasibility, double? Projection);

/// <summary>Patterns of one sample against the desired pattern.</summary>
public sealed record SampleBeampatterns(
    long Sample, IReadOnlyList<double> AnglesDeg, IReadOnlyList<double> Desired,
    IReadOnlyDictionary<string, IReadOnlyList<double>> PatternByAlgorithm)
{
    /// <summary>
    /// Of a grid of azimuths and elevations, whose azimuths are then <see cref="AnglesDeg"/>: patterns are those of one elevation after
    /// those of another. Null: all on the horizon.
    /// </summary>
    public IReadOnlyList<double>? ElevationsDeg { get; init; }

    /// <summary>Azimuth and elevation of each target; empty on the horizon.</summary>
    public IReadOnlyList<(double Azimuth, double Elevation)> Targets { get; init; } = [];

    /// <summary>Of the desired levels; null: all 1.</summary>
    public IReadOnlyList<double>? Weights { get; init; }
}
