using IsacCluster.Campaigns.MonteCarlo.Published;
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

    /// <summary>Values of a parameter that a panel can show.</summary>
    public const int MostValues = 200;
    private const int ManyValues = 16;
    private const double PlotLength = 440;

    /// <summary>Figures along one parameter, the metrics side by side, panel after panel.</summary>
    public static IEnumerable<Figure> Along(
        SweepParameter parameter, IReadOnlyList<SweepPanel> panels, IReadOnlyList<IntervalMetric> metrics,
        IReadOnlyDictionary<string, AlgorithmStyle> styles, IReadOnlyList<PublishedSeries> published)
    {
        // All panels of a metric share their axis, so that they compare at a glance.
        var axes = metrics.ToDictionary(metric => metric, metric => SharedAxis(metric, panels, Published(metric, parameter, published)));
        for (int i = 0; i < panels.Count; i++)
        {
            string suffix = panels.Count == 1 ? "" : $"-{i + 1}";
            foreach (var metric in metrics)
            {
                var series = Series(metric, parameter, panels[i], styles);
                if (series.Count == 0) continue;
                series.AddRange(Published(metric, parameter, published));
                yield return Create(metric, axes[metric]!, parameter, panels[i].Fixed, series, suffix);
            }
        }
    }

    private static FigureAxis? SharedAxis(IntervalMetric metric, IReadOnlyList<SweepPanel> panels, IEnumerable<SeriesData> published)
    {
        var values = panels.SelectMany(panel => panel.Points).SelectMany(point => point.Algorithms)
            .Select(metric.ValueOf).Where(value => value is not null).Select(value => value!.Value).ToList();
        if (values.Count == 0) return null;
        values.AddRange(published.SelectMany(series => series.Points).Select(point => point.Y));
        return metric.Axis(values);
    }

    private static Figure Create(
        IntervalMetric metric, FigureAxis axis, SweepParameter parameter, string? fixedValues, List<SeriesData> series, string suffix)
    {
        string title = fixedValues is null ? metric.Title : $"{metric.Title}, {AlgorithmStyle.Shorten(fixedValues, 40)}";
        return new Figure(
            $"{metric.Slug}-vs-{FileSlug.Of(parameter.Name)}{suffix}",
            title,
            fixedValues is null ? "" : $"With {fixedValues}.",
            $"{metric.Title} against {parameter.Label}, {(metric.Range == MetricRange.Time ? "mean" : "mean with 95 % interval")}, for "
                + $"{string.Join(", ", series.Select(s => s.Style.Name))}. The numbers are in the table of all numbers.",
            Width, Height,
            series.Select(
                s => LegendEntry.Line(s.Style, marker: true, line: s.IsOurs && parameter.Scale != SweepScale.Categorical)).ToList(),
            plot => Draw(plot, metric, axis, parameter, series));
    }

    /// <param name="IsOurs">False: points that somebody else published, which no line joins.</param>
    private sealed record SeriesData(AlgorithmStyle Style, IReadOnlyList<(double X, IntervalValue Y)> Points, bool IsOurs = true);

    /// <summary>Those that were reported of the metric against the parameter, in the figure's ink and with markers of their own.</summary>
    private static IEnumerable<SeriesData> Published(
        IntervalMetric metric, SweepParameter parameter, IReadOnlyList<PublishedSeries> published)
    {
        foreach ((int at, PublishedSeries series) in published.Index())
        {
            if (series.Parameter != parameter.Name || metric.Column is not { } column) continue;
            if (!series.Columns.TryGetValue(column, out IReadOnlyList<double>? values)) continue;
            var style = new AlgorithmStyle(series.Label, FigureTheme.Ink, SeriesMarker.All[^(1 + at % SeriesMarker.All.Count)], []);
            yield return new SeriesData(
                style,
                [.. series.At.Zip(values, (x, y) => (x, IntervalValue.Of(metric.OfPublished(y), null)!.Value)).OrderBy(point => point.x)],
                IsOurs: false);
        }
    }

    private static List<SeriesData> Series(
        IntervalMetric metric, SweepParameter parameter, SweepPanel panel, IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        var series = new List<SeriesData>();
        foreach (var style in styles.Values)
        {
            var points = from point in EvenChoice.Of(panel.Points, MostValues)
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

    private static void Draw(Plot plot, IntervalMetric metric, FigureAxis axis, SweepParameter parameter, List<SeriesData> series)
    {
        FigureAxis along = ParameterAxis(parameter);
        bool dense = parameter.Values.Count > ManyValues;
        // Side by side, so that an interval does not hide another; not where values are dense, where a shift would mislead.
        double spread = along.IsCategorical ? 0.55 * along.CategoryWidth : dense ? 0 : Math.Min(0.3 * SmallestStep(parameter, along), 0.05);
        if (metric.Guide is { } guide) DrawGuide(plot.Add.HorizontalLine(axis.Place(guide), 1, FigureTheme.Muted.Plot));
        List<FigureSeries> shown = [];
        for (int i = 0; i < series.Count; i++)
        {
            double shift = series.Count == 1 ? 0 : spread * (i / (series.Count - 1.0) - 0.5);
            DrawSeries(plot, axis, along, series[i], shift, dense);
            shown.Add(new FigureSeries(series[i].Style, [.. series[i].Points.Select(p => p.Y.At(p.X))])
            {
                Shift = shift,
                Line = series[i].IsOurs && !along.IsCategorical,
            });
        }

        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(along, parameter.Label), new LabelledAxis(axis, metric.AxisLabel, metric.Unit), shown, shared: true));
        axis.Apply(plot.Axes.Left);
        plot.YLabel(metric.Range == MetricRange.Time ? axis.Title(metric.AxisLabel) : metric.AxisLabel);
        TickLabels.Below(plot, along, PlotLength);
        plot.XLabel(parameter.Label);
    }

    /// <summary>A line across where a value has a meaning of its own.</summary>
    internal static void DrawGuide(ScottPlot.Plottables.AxisLine line) => line.LinePattern = LinePattern.Solid;

    private static void DrawSeries(Plot plot, FigureAxis axis, FigureAxis along, SeriesData series, double shift, bool dense)
    {
        double[] xs = series.Points.Select(p => along.Place(p.X) + shift).ToArray();
        double[] ys = series.Points.Select(p => axis.Place(p.Y.Value)).ToArray();
        var bars = IntervalBars.Vertical(
            xs, ys, series.Points.Select(p => axis.Place(p.Y.Low)).ToArray(), series.Points.Select(p => axis.Place(p.Y.High)).ToArray(),
            series.Style.Color);
        if (dense) bars.CapSize = 0;
        plot.Add.Plottable(bars);
        var line = plot.Add.Scatter(xs, ys, series.Style.Color.Plot);
        line.LineWidth = along.IsCategorical || !series.IsOurs ? 0 : StrokeWidth.Line;
        line.LinePattern = series.Style.Pattern;
        SeriesMarkers.Apply(line, series.Style, dense ? 5 : 8.5f);
    }

    private static double SmallestStep(SweepParameter parameter, FigureAxis along)
    {
        var places = parameter.Values.Select(value => along.Place(parameter.Position(value))).ToList();
        return places.Zip(places.Skip(1), (a, b) => b - a).Min();
    }

    /// <summary>A tick at every value where they are few.</summary>
    internal static FigureAxis ParameterAxis(SweepParameter parameter)
    {
        if (parameter.Scale == SweepScale.Categorical) return FigureAxis.Categories([.. parameter.Values.Select(value => value.Text)]);
        double first = parameter.Position(parameter.Values[0]), last = parameter.Position(parameter.Values[^1]);
        FigureAxis axis = parameter.Scale == SweepScale.Logarithmic
            ? FigureAxis.Logarithmic(first, last, 0.06) : FigureAxis.Linear(first, last, 0.06, 8);
        return parameter.Values.Count > ManyValues
            ? axis : axis.WithTicks(parameter.Values.Select(value => (value.Number!.Value, NumberText.Tick(value.Number.Value))));
    }
}
