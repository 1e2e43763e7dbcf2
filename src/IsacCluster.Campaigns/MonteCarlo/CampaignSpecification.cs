using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Campaigns.MonteCarlo.Published;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>A Monte Carlo campaign: algorithms compared on the same random samples at each point of a sweep.</summary>
public sealed record CampaignSpecification : JobSpecification
{
    public const string KindName = "campaign";

    public override string Kind => KindName;

    /// <summary>Key of every random draw.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The scenario before the sweep is applied.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>Swept fields in file order; empty without a sweep.</summary>
    public required IReadOnlyList<SweepAxis> Sweep { get; init; }

    /// <summary>The Cartesian product of the sweep, the last axis varying fastest; one point, "all", without a sweep.</summary>
    public required IReadOnlyList<SweepPoint> Points { get; init; }

    /// <summary>In file order, with distinct labels.</summary>
    public required IReadOnlyList<AlgorithmSpecification> Algorithms { get; init; }

    /// <summary>Averaged besides the mean squared error and the satisfaction, distinct, in file order; default none.</summary>
    public IReadOnlyList<DesignMetric> Metrics { get; init; } = [];

    /// <summary>Drawn beside the campaign's own numbers; changes none of them. Default none.</summary>
    public IReadOnlyList<PublishedSeries> Published { get; init; } = [];

    /// <summary>
    /// Whether a sample enters the means only where every algorithm of the point returned a design; default true. Else each algorithm is
    /// averaged over the samples on which it did itself, and pairs are compared on those on which both did.
    /// </summary>
    public bool CommonSamples { get; init; } = true;

    /// <summary>Samples per point, 1..10^9; with a stopping rule the most.</summary>
    public required long Samples { get; init; }

    /// <summary>Samples per task, 1..10^6, rounded up to whole trajectories; null is auto. Never changes a result.</summary>
    public int? ShardSize { get; init; }

    /// <summary>Null: every point runs all its samples.</summary>
    public StopSpecification? Stop { get; init; }

    /// <summary>Whether per-sample rows are written beside the report.</summary>
    public bool Rows { get; init; }

    /// <summary>Whether the rows are written as Parquet, too.</summary>
    public bool RowsAsParquet { get; init; }

    protected override IEnumerable<KeyValuePair<string, object?>> IdentityFields() =>
    [
        new("algorithms", Algorithms.Select(algorithm => algorithm.ToCanonical())),
        .. GivenOnly(),
        new("scenario", ScenarioIdentity.Of(Scenario, Sweep)),
        new("seed", Seed),
        new("sweep", Sweep.Select(axis => axis.ToCanonical())),
    ];

    /// <summary>
    /// What came later: left out at the defaults, so that a job from before keeps its identity. Trajectories once counted as independent
    /// samples: their statistics are others.
    /// </summary>
    private IEnumerable<KeyValuePair<string, object?>> GivenOnly()
    {
        if (Metrics.Count > 0) yield return new("metrics", Metrics.Select(metric => metric.Canonical));
        if (!CommonSamples) yield return new("common_samples", false);
        if (Points.Any(point => point.Scenario.Slots > 1)) yield return new("unit", "trajectory");
    }

    protected override IEnumerable<KeyValuePair<string, object?>> Extent() =>
    [
        new("rows", RowsAsParquet ? CampaignReader.Parquet : Rows),
        new("samples", Samples),
        new("shard_size", ShardSize),
        new("stop", Stop?.ToCanonical()),
    ];
}

/// <summary>Stops a point once its intervals are narrow enough.</summary>
/// <param name="RelativeHalfWidth">Half the interval's width over the mean, in (0, 1).</param>
/// <param name="Confidence">Of the interval, in (0.5, 1); default 0.95.</param>
/// <param name="MinSamples">No stop before this many, 2..samples; default 200, or samples if that is less.</param>
public sealed record StopSpecification(double RelativeHalfWidth, double Confidence, long MinSamples)
{
    internal Dictionary<string, object?> ToCanonical() => new()
    {
        ["confidence"] = Confidence,
        ["min_samples"] = MinSamples,
        ["relative_half_width"] = RelativeHalfWidth,
    };
}
