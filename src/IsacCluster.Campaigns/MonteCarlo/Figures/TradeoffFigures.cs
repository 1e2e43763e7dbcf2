using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting.Figures;
using ScottPlot;

namespace IsacCluster.Campaigns.MonteCarlo.Figures;

/// <summary>What an algorithm costs against how good it is: ratio of MSE to the reference over the mean time of a design.</summary>
internal static class TradeoffFigures
{
    private const int Height = 400, MostPoints = 200;
    private const double PlotLength = 440;

    /// <summary>Nothing where there is no reference or no time.</summary>
    public static IEnumerable<Figure> Of(CampaignResults results, IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        if (ReferenceAlgorithm.Of(results) is not { } reference) yield break;
        IntervalMetric ratio = IntervalMetric.Ratio(reference);
        IReadOnlyList<PointResults> points = EvenChoice.Of(results.Points, MostPoints);
        bool several = points.Count > 1;
        List<(AlgorithmStyle Style, List<(double Time, IntervalValue Ratio, string Point)> Places)> series =
        [
            .. styles.Values.Select(style => (style, Places(points, style.Name, style.Name == reference ? null : ratio)))
                .Where(of => of.Item2.Count > 0),
        ];
        if (series.Count < 2) yield break;
        yield return new Figure(
            "ratio-vs-time", $"{ratio.Title} against time",
            several ? "A marker is an algorithm at a point; further down is more accurate, further left is faster."
                : "Further down is more accurate, further left is faster.",
            $"{ratio.Title} against the mean time of a design, both on the same channels, for "
                + $"{string.Join(", ", series.Select(s => s.Style.Name))}. The numbers are in the tables.",
            MetricFigures.Width, Height, [.. series.Select(s => LegendEntry.Line(s.Style, marker: true, line: false))],
            plot => Draw(plot, ratio, series));
    }

    /// <param name="ratio">Null of the reference itself, which has the ratio 1.</param>
    private static List<(double Time, IntervalValue Ratio, string Point)> Places(
        IReadOnlyList<PointResults> points, string name, IntervalMetric? ratio)
    {
        List<(double Time, IntervalValue Ratio, string Point)> places = [];
        foreach (PointResults point in points)
        {
            if (point.Algorithms.FirstOrDefault(algorithm => algorithm.Name == name) is not { } algorithm) continue;
            IntervalValue? value = ratio is null ? IntervalValue.Of(algorithm.Mse.Mean is null ? null : 1, null) : ratio.ValueOf(algorithm);
            if (value is { } known && algorithm.TimeS.Mean is > 0 and var time && double.IsFinite(time))
                places.Add((time, known, PointText.Label(point)));
        }

        return places;
    }

    private static void Draw(
        Plot plot, IntervalMetric ratio, List<(AlgorithmStyle Style, List<(double Time, IntervalValue Ratio, string Point)> Places)> series)
    {
        FigureAxis up = ratio.Axis([.. series.SelectMany(s => s.Places).Select(place => place.Ratio)]);
        FigureAxis along = FigureAxis.Seconds(series.SelectMany(s => s.Places).Select(place => place.Time));
        MetricFigures.DrawGuide(plot.Add.HorizontalLine(up.Place(1), 1, FigureTheme.Muted.Plot));
        List<FigureSeries> shown = [];
        foreach (var (style, places) in series)
        {
            double[] xs = [.. places.Select(p => along.Place(p.Time))], ys = [.. places.Select(p => up.Place(p.Ratio.Value))];
            plot.Add.Plottable(IntervalBars.Vertical(
                xs, ys, [.. places.Select(p => up.Place(p.Ratio.Low))], [.. places.Select(p => up.Place(p.Ratio.High))], style.Color));
            var dots = plot.Add.Scatter(xs, ys, style.Color.Plot);
            dots.LineWidth = 0;
            SeriesMarkers.Apply(dots, style, places.Count > 40 ? 6 : 9);
            shown.Add(new FigureSeries(style, [.. places.Select(p => p.Ratio.At(p.Time, p.Point))]) { Line = false });
        }

        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(along, "Mean time per design", "s"), new LabelledAxis(up, ratio.AxisLabel), shown, shared: false));
        along.Thinned(PlotLength).Apply(plot.Axes.Bottom);
        up.Apply(plot.Axes.Left);
        plot.XLabel(along.Title("Mean time per design"));
        plot.YLabel(up.Title(ratio.AxisLabel));
    }
}
