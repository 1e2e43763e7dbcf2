using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Files;
using ScottPlot;

namespace IsacCluster.Campaigns.MonteCarlo.Figures;

/// <summary>Metrics against each swept parameter, with intervals: one panel per combination of the other parameters.</summary>
internal static class MetricFigures
{
    public const int Width = 540, Height = 340, MostPanels = 9;
    private const int ManyValues = 16;
    private const double PlotLength = 440;

    /// <summary>Figures along one parameter, the metrics side by side, panel after panel.</summary>
    public static IEnumerable<Figure> Along(
        SweepParameter parameter, IReadOnlyList<SweepPanel> panels, IReadOnlyList<IntervalMetric> metrics,
        IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        // All panels of a metric share their axis, so that they compare at a glance.
        var axes = metrics.ToDictionary(metric => metric, metric => SharedAxis(metric, panels));
        for (int i = 0; i < panels.Count; i++)
        {
            string suffix = panels.Count == 1 ? "" : $"-{i + 1}";
            foreach (var metric in metrics)
            {
                var series = Series(metric, parameter, panels[i], styles);
                if (series.Count > 0) yield return Create(metric, axes[metric]!, parameter, panels[i].Fixed, series, suffix);
            }
        }
    }

    private static MetricAxis? SharedAxis(IntervalMetric metric, IReadOnlyList<SweepPanel> panels)
    {
        var values = panels.SelectMany(panel => panel.Points).SelectMany(point => point.Algorithms)
            .Select(metric.ValueOf).Where(value => value is not null).Select(value => value!.Value).ToList();
        return values.Count == 0 ? null : new MetricAxis(metric, values);
    }

    private static Figure Create(
        IntervalMetric metric, MetricAxis axis, SweepParameter parameter, string? fixedValues, List<SeriesData> series, string suffix)
    {
        string title = fixedValues is null ? metric.Title : $"{metric.Title}, {AlgorithmStyle.Shorten(fixedValues, 40)}";
        return new Figure(
            $"{metric.Slug}-vs-{FileSlug.Of(parameter.Name)}{suffix}",
            title,
            fixedValues is null ? "" : $"With {fixedValues}.",
            $"{metric.Title} against {parameter.Label}, mean with 95 % interval, for {string.Join(", ", series.Select(s => s.Style.Name))}."
                + $" The numbers are in the table of all numbers.",
            Width, Height,
            series.Select(s => LegendEntry.Line(s.Style, marker: true, line: parameter.Scale != SweepScale.Categorical)).ToList(),
            plot => Draw(plot, metric, axis, parameter, series));
    }

    private sealed record SeriesData(AlgorithmStyle Style, IReadOnlyList<(double X, IntervalValue Y)> Points);

    private static List<SeriesData> Series(
        IntervalMetric metric, SweepParameter parameter, SweepPanel panel, IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        var series = new List<SeriesData>();
        foreach (var style in styles.Values)
        {
            var points = from point in panel.Points
                         from algorithm in point.Algorithms
                         where algorithm.Name == style.Name
                         let value = metric.ValueOf(algorithm)
                         where value is not null
                         select (parameter.Position(SweepParameter.ValueAt(point, parameter.Name)), value.Value);
            var list = points.ToList();
            if (list.Count > 0) series.Add(new(style, list));
        }
        return series;
    }

    private static void Draw(Plot plot, IntervalMetric metric, MetricAxis axis, SweepParameter parameter, List<SeriesData> series)
    {
        double step = SmallestStep(parameter);
        bool categorical = parameter.Scale == SweepScale.Categorical;
        // Side by side, so that an interval does not hide another; not where values are dense, where a shift would mislead.
        double spread = categorical ? 0.55 * step : parameter.Values.Count <= ManyValues ? Math.Min(0.3 * step, 0.05 * Span(parameter)) : 0;
        for (int i = 0; i < series.Count; i++)
        {
            double shift = series.Count == 1 ? 0 : spread * (i / (series.Count - 1.0) - 0.5);
            DrawSeries(plot, axis, series[i], shift, connect: !categorical, dense: parameter.Values.Count > ManyValues);
        }
        axis.Ticks.Apply(plot.Axes.Left);
        plot.YLabel(metric.AxisLabel);
        CategoryTicks.Apply(plot, ParameterTicks(parameter), categorical, PlotLength);
        plot.XLabel(parameter.Label);
    }

    private static void DrawSeries(Plot plot, MetricAxis axis, SeriesData series, double shift, bool connect, bool dense)
    {
        double[] xs = series.Points.Select(p => p.X + shift).ToArray();
        double[] ys = series.Points.Select(p => axis.Map(p.Y.Value)).ToArray();
        var bars = IntervalBars.Vertical(
            xs, ys, series.Points.Select(p => axis.Map(p.Y.Low)).ToArray(), series.Points.Select(p => axis.Map(p.Y.High)).ToArray(),
            series.Style.Color);
        if (dense) bars.CapSize = 0;
        plot.Add.Plottable(bars);
        var line = plot.Add.Scatter(xs, ys, series.Style.Color.Plot);
        line.LineWidth = connect ? StrokeWidth.Line : 0;
        line.LinePattern = series.Style.Pattern;
        SeriesMarkers.Apply(line, series.Style, dense ? 5 : 8.5f);
    }

    private static double Span(SweepParameter parameter) =>
        parameter.Position(parameter.Values[^1]) - parameter.Position(parameter.Values[0]);

    private static double SmallestStep(SweepParameter parameter)
    {
        var positions = parameter.Values.Select(parameter.Position).ToList();
        return positions.Zip(positions.Skip(1), (a, b) => b - a).Min();
    }

    private static AxisTicks ParameterTicks(SweepParameter parameter)
    {
        var positions = parameter.Values.Select(parameter.Position).ToList();
        double pad = parameter.Scale == SweepScale.Categorical ? 0.5 : 0.06 * Span(parameter);
        if (parameter.Scale != SweepScale.Categorical && parameter.Values.Count > ManyValues)
        {
            return parameter.Scale == SweepScale.Linear
                ? AxisTicks.Linear(positions[0] - pad, positions[^1] + pad, 8)
                : AxisTicks.Logarithmic(positions[0] - pad, positions[^1] + pad);
        }
        var ticks = parameter.Values.Select((value, i) =>
            (positions[i], value.Number is { } number ? NumberText.Tick(number) : value.Text)).ToList();
        return new AxisTicks(positions[0] - pad, positions[^1] + pad, ticks);
    }
}
