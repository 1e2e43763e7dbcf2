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
}

/// <summary>A statistic of an algorithm that figures show with its interval.</summary>
internal sealed record IntervalMetric(
    string Slug, string Title, string AxisLabel, bool IsPercentage, Func<AlgorithmResults, IntervalValue?> ValueOf)
{
    public static readonly IntervalMetric Mse = new(
        "mse", "Beampattern MSE", "Beampattern MSE (W²)", false, a => IntervalValue.Of(a.Mse.Mean, a.Mse.Ci95));

    public static readonly IntervalMetric Satisfaction = new(
        "satisfaction", "SINR satisfaction", "SINR satisfaction (%)", true, a => IntervalValue.Of(a.Satisfaction, a.SatisfactionCi95, 100));

    public static readonly IntervalMetric ProjectionUsage = new(
        "projection-usage", "Projection usage", "Projected samples (%)", true,
        a => IntervalValue.Of(a.ProjectionUsage, a.ProjectionUsageCi95, 100));

    /// <summary>Those that every campaign has and those that it asks for. A metric that no algorithm has is not drawn.</summary>
    public static IReadOnlyList<IntervalMetric> Of(CampaignResults results) =>
        [Mse, Satisfaction, ProjectionUsage, .. (results.Metrics ?? []).Select(Of)];

    /// <summary>
    /// The axis for the values and their intervals: linear, or logarithmic where they span more than a factor of 30. A percentage goes up
    /// to 100 with room for the markers, and from 0 unless everything lies high.
    /// </summary>
    public FigureAxis Axis(IReadOnlyList<IntervalValue> values)
    {
        if (!IsPercentage) return FigureAxis.Over(values.SelectMany(v => new[] { v.Low, v.High }), margin: 0.08, logarithmicFrom: 30);
        double low = values.Min(v => v.Low), floor = low >= 90 ? 90 : low >= 50 ? Math.Floor((low - 1) / 10) * 10 : 0;
        return FigureAxis.Linear(floor, 100, margin: 0.04, count: 5);
    }

    private static IntervalMetric Of(MetricDescription metric) => new(
        $"metric-{FileSlug.Of(metric.Name)}", metric.Title,
        $"{metric.Title} {metric.Symbol}{(metric.Unit.Length == 0 ? "" : $" ({metric.Unit})")}", false,
        a => a.Metrics?.GetValueOrDefault(metric.Name) is { } of ? IntervalValue.Of(of.Mean, of.Ci95) : null);
}
