using IsacCluster.Campaigns.MonteCarlo.Published;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Campaigns.MonteCarlo.Figures;

/// <summary>A value with the ends of its 95 % interval; without an interval both ends are the value.</summary>
internal readonly record struct IntervalValue(double Value, double Low, double High, bool HasInterval)
{
    public static IntervalValue? Of(double? value, double[]? interval, double factor = 1)
    {
        if (!NumberText.IsDefined(value)) return null;
        bool known = NumberText.HalfWidth(interval) is not null;
        double center = value.Value * factor;
        return new(
            center, known ? Math.Min(interval![0] * factor, center) : center,
            known ? Math.Max(interval![1] * factor, center) : center, known);
    }

    /// <summary>As the script of the page shows it.</summary>
    public FigureValue At(double x, string? name = null) =>
        HasInterval ? new FigureValue(x, Value, Low, High, name) : new FigureValue(x, Value, Name: name);
}

/// <summary>What the values of a metric are, which decides their axis.</summary>
internal enum MetricRange
{
    Number,

    /// <summary>Per cent that matter near 100.</summary>
    Success,

    /// <summary>Per cent that matter near 0.</summary>
    Usage,

    /// <summary>Seconds.</summary>
    Time,
}

/// <summary>A statistic of an algorithm that figures show with its interval.</summary>
internal sealed record IntervalMetric(
    string Slug, string Title, string AxisLabel, MetricRange Range, Func<AlgorithmResults, IntervalValue?> ValueOf)
{
    /// <summary>A success rate that nowhere reaches this is drawn as it is.</summary>
    private const double Success = 90;

    private const double WideFrom = 30;

    public static readonly IntervalMetric Mse = new(
        "mse", "Beampattern MSE", "Beampattern MSE (W²)", MetricRange.Number, a => IntervalValue.Of(a.Mse.Mean, a.Mse.Ci95))
    {
        Column = PublishedSeries.Mse,
    };

    public static readonly IntervalMetric Satisfaction = new(
        "satisfaction", "SINR satisfaction", "SINR satisfaction (%)", MetricRange.Success,
        a => IntervalValue.Of(a.Satisfaction, a.SatisfactionCi95, 100))
    {
        Column = PublishedSeries.Satisfaction,
    };

    public static readonly IntervalMetric ProjectionUsage = new(
        "projection-usage", "Projection usage", "Projected samples (%)", MetricRange.Usage,
        a => IntervalValue.Of(a.ProjectionUsage, a.ProjectionUsageCi95, 100))
    {
        Column = PublishedSeries.ProjectionUsage,
    };

    public static readonly IntervalMetric Time = new(
        "time", "Time per design", "Mean time per design", MetricRange.Time,
        a => a.TimeS.Mean > 0 ? IntervalValue.Of(a.TimeS.Mean, null) : null)
    {
        Column = PublishedSeries.Time,
    };

    /// <summary>Its name in <see cref="Published.PublishedSeries"/>; null: nothing is published of it.</summary>
    public string? Column { get; init; }

    /// <summary>What is published, as its axis shows it.</summary>
    public double OfPublished(double value) => Range is MetricRange.Success or MetricRange.Usage ? 100 * value : value;

    /// <summary>Value at which a line is drawn across; null: none.</summary>
    public double? Guide { get; init; }

    /// <summary>How its values read beside the axis.</summary>
    public string Unit => Range switch { MetricRange.Success or MetricRange.Usage => "%", MetricRange.Time => "s", _ => "" };

    /// <summary>
    /// Those that every campaign has, the ratio first as it answers which algorithm is better, and those that it asks for. A metric that
    /// no algorithm has is not drawn.
    /// </summary>
    public static IReadOnlyList<IntervalMetric> Of(CampaignResults results) =>
    [
        .. ReferenceAlgorithm.Of(results) is { } reference ? (IntervalMetric[])[Ratio(reference)] : [],
        Mse, Satisfaction, ProjectionUsage, Time, .. (results.Metrics ?? []).Select(Of),
    ];

    /// <summary>Paired: on the channels on which both have a design.</summary>
    public static IntervalMetric Ratio(string reference) => new(
        "ratio", $"MSE over that of {AlgorithmStyle.Shorten(reference, 24)}", $"MSE / MSE of {AlgorithmStyle.Shorten(reference, 24)}",
        MetricRange.Number,
        a => a.PairedMseRatioTo.GetValueOrDefault(reference) is { } ratio ? IntervalValue.Of(ratio.Mean, ratio.Ci95) : null)
    {
        Guide = 1,
    };

    /// <summary>
    /// The axis for the values and their intervals: linear, or logarithmic where they span more than a factor of 30. Success goes up to
    /// 100 in decades of what is missing, usage from 0 in decades where it spans many; times are in seconds.
    /// </summary>
    public FigureAxis Axis(IReadOnlyList<IntervalValue> values)
    {
        List<double> ends = [.. values.Select(v => v.Value), .. Reached(values)];
        if (Guide is { } guide) ends.Add(guide);
        double most = values.Max(v => v.Value);
        return Range switch
        {
            MetricRange.Success => most >= Success ? FigureAxis.Nines(ends) : FigureAxis.Linear(0, 100, margin: 0.04, count: 5),
            MetricRange.Usage => ends.Where(end => end > 0).DefaultIfEmpty(1).Min() * WideFrom < ends.Max()
                ? FigureAxis.Few(ends) : FigureAxis.Linear(0, ends.Max() is > 0 and var top ? top : 1, margin: 0.06, count: 5),
            MetricRange.Time => FigureAxis.Seconds(ends),
            _ => FigureAxis.Over(ends, margin: 0.08, logarithmicFrom: WideFrom),
        };
    }

    /// <summary>
    /// Ends of intervals; those that are far longer than most and than what the values span run out of the figure, or nothing else could be
    /// told apart.
    /// </summary>
    private IEnumerable<double> Reached(IReadOnlyList<IntervalValue> values)
    {
        IEnumerable<double> ends = values.SelectMany(v => new[] { v.Low, v.High });
        double[] lengths = [.. values.Select(v => v.High - v.Low).Where(double.IsFinite).Order()];
        if (Range != MetricRange.Number || lengths.Length == 0) return ends;
        (double low, double high) = (values.Min(v => v.Value), values.Max(v => v.Value));
        double reach = 1.5 * Math.Max(high - low, lengths[lengths.Length / 2]);
        return double.IsFinite(reach) ? ends.Select(end => Math.Clamp(end, low - reach, high + reach)) : ends;
    }

    private static IntervalMetric Of(MetricDescription metric) => new(
        $"metric-{FileSlug.Of(metric.Name)}", metric.Title,
        $"{metric.Title} {metric.Symbol}{(metric.Unit.Length == 0 ? "" : $" ({metric.Unit})")}", MetricRange.Number,
        a => a.Metrics?.GetValueOrDefault(metric.Name) is { } of ? IntervalValue.Of(of.Mean, of.Ci95) : null)
    {
        Column = metric.Name,
    };
}
