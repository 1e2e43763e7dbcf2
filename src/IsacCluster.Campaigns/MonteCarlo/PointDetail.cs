using System.Globalization;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>A point of a campaign while it runs, with the numbers of results.json.</summary>
/// <param name="Samples">Accepted.</param>
/// <param name="Target">Samples at most.</param>
/// <param name="StopReason">Null while it is open.</param>
/// <param name="Stop">The rule that it waits for; null where the number of samples is fixed.</param>
internal sealed record PointDetail(
    int Index, string Id, string Label, IReadOnlyDictionary<string, object> Params, long Samples, long Target, string? StopReason,
    StopSpecification? Stop, IReadOnlyList<AlgorithmDetail> Algorithms)
{
    /// <summary>The algorithm whose interval is the widest for its mean: it is what a rule waits for last.</summary>
    public GlanceRow Glance()
    {
        AlgorithmDetail? widest = Algorithms.Where(algorithm => algorithm.RelativeHalfWidth is not null)
            .MaxBy(algorithm => algorithm.RelativeHalfWidth) ?? Algorithms.FirstOrDefault(algorithm => algorithm.Mean is not null);
        double? width = widest?.RelativeHalfWidth;
        string goal = Stop is { } stop ? string.Create(CultureInfo.InvariantCulture, $" of {100 * stop.RelativeHalfWidth:G2} %") : "";
        string precision = width is { } w
            ? string.Create(CultureInfo.InvariantCulture, $" ±{100 * w:G2} %{goal}")
            : "";
        string value = widest is null ? "no result yet" : $"{widest.Name} {NumberText.Value(widest.Mean)}{precision}";
        return new GlanceRow(
            Label, Target > 0 ? (double)Samples / Target : 0, $"{value}, {Samples} samples", width, Stop?.RelativeHalfWidth,
            StopReason is not null);
    }

    public PointDetail WithoutTraces() => this with { Algorithms = [.. Algorithms.Select(algorithm => algorithm with { Trace = [] })] };
}

/// <summary>What a mean is of.</summary>
/// <param name="Better">lower or higher; null where that depends on who asks.</param>
internal sealed record MetricLine(string Name, string Label, string Symbol, string Unit, string? Better, string Meaning)
{
    /// <summary>What `mean` of an algorithm is of.</summary>
    public static MetricLine Mse { get; } =
        new("mse", "Mean squared beampattern error", "MSE", "W²", "lower", "mean over the grid of (pattern - scaled desired pattern)^2");

    public static MetricLine Of(DesignMetric metric) => new(metric.Name, metric.Title, metric.Symbol, metric.Unit, null, metric.Meaning);
}

/// <summary>An algorithm of a point.</summary>
/// <param name="N">Counted samples.</param>
/// <param name="Infeasible">Samples on which it found no design itself, as <paramref name="Failed"/>.</param>
/// <param name="Mean">Of the MSE, W^2, with the ends of its 95 % interval.</param>
/// <param name="HalfWidth">The distance of the farther end.</param>
/// <param name="TimeS">Mean seconds of a design.</param>
/// <param name="Trace">As it was, and as it is last.</param>
internal sealed record AlgorithmDetail(
    string Name, string Label, long N, double? NEff, long Infeasible, long Failed, double? Mean, double? HalfWidth, double? Low,
    double? High, string? IntervalNote, double? RelativeHalfWidth, double? Satisfaction, double? SatisfactionLow,
    double? SatisfactionHigh, double? ProjectionUsage, double? TimeS, IReadOnlyDictionary<string, MetricDetail> Metrics,
    IReadOnlyList<TraceEntry> Trace)
{
    public static AlgorithmDetail Of(AlgorithmResults results, Func<double?, IReadOnlyList<TraceEntry>> trace)
    {
        (double? low, double? high) = Ends(results.Mse.Ci95);
        double? mean = results.Mse.Mean, half = NumberText.FartherEnd(mean, results.Mse.Ci95);
        (double? least, double? most) = Ends(results.SatisfactionCi95);
        return new AlgorithmDetail(
            results.Name, results.Name, results.Counted, results.NEff, results.OwnInfeasible, results.OwnFailed, mean, half, low, high,
            results.IntervalNote, mean is { } m && m != 0 ? half / Math.Abs(m) : null, results.Satisfaction, least, most,
            results.ProjectionUsage, results.TimeS.Mean,
            (results.Metrics ?? new Dictionary<string, MetricResults>())
                .ToDictionary(pair => pair.Key, pair => MetricDetail.Of(pair.Value)),
            trace(half));
    }

    private static (double? Low, double? High) Ends(double[]? interval) => interval is [var low, var high] ? (low, high) : (null, null);
}

/// <summary>A metric of an algorithm.</summary>
internal sealed record MetricDetail(double? Mean, double? Low, double? High, long N)
{
    public static MetricDetail Of(MetricResults results) =>
        new(results.Mean, results.Ci95?[0], results.Ci95?[1], results.N);
}
