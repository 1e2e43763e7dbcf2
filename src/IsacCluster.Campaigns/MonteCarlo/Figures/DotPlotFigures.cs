using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting.Figures;
using ScottPlot;

namespace IsacCluster.Campaigns.MonteCarlo.Figures;

/// <summary>Metrics of a single point: one row per algorithm, the estimate as a dot on its interval.</summary>
internal static class DotPlotFigures
{
    private const int RowHeight = 34, Margins = 90;

    public static IEnumerable<Figure> Of(
        PointResults point, IReadOnlyList<IntervalMetric> metrics, IReadOnlyDictionary<string, AlgorithmStyle> styles, string suffix)
    {
        foreach (var metric in metrics)
        {
            var rows = EvenChoice.Of(point.Algorithms.Where(a => metric.ValueOf(a) is not null).ToList(), FigureAxis.MostTicks);
            if (rows.Count == 0) continue;
            yield return new Figure(
                $"{metric.Slug}-by-algorithm{suffix}",
                suffix.Length == 0 ? metric.Title : $"{metric.Title}, {AlgorithmStyle.Shorten(point.Id, 40)}",
                "",
                $"{metric.Title} of {string.Join(", ", rows.Select(a => a.Name))}: estimate with 95 % interval. "
                    + "The numbers are in the table of all numbers.",
                MetricFigures.Width, Margins + RowHeight * rows.Count, [],
                plot => Draw(plot, metric, rows, styles));
        }
    }

    private static void Draw(
        Plot plot, IntervalMetric metric, IReadOnlyList<AlgorithmResults> rows, IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        var values = rows.Select(row => metric.ValueOf(row)!.Value).ToList();
        FigureAxis axis = metric.Axis(values), names = FigureAxis.Rows([.. rows.Select(row => row.Name)]);
        if (metric.Guide is { } guide) MetricFigures.DrawGuide(plot.Add.VerticalLine(axis.Place(guide), 1, FigureTheme.Muted.Plot));
        for (int i = 0; i < rows.Count; i++)
        {
            double x = axis.Place(values[i].Value), y = names.Place(i);
            var style = styles[rows[i].Name];
            plot.Add.Plottable(IntervalBars.Horizontal(x, y, axis.Place(values[i].Low), axis.Place(values[i].High), style.Color));
            SeriesMarkers.Apply(plot.Add.Scatter(x, y, style.Color.Plot), style, 10);
        }
        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(axis, metric.AxisLabel, metric.Unit), new LabelledAxis(names, ""),
            [.. rows.Select((row, i) => Series(styles[row.Name], values[i], i))], shared: false));
        axis.Thinned(360).Apply(plot.Axes.Bottom);
        plot.XLabel(metric.AxisLabel);
        TickLabels.OfRows(plot, names);
    }

    private static FigureSeries Series(AlgorithmStyle style, IntervalValue value, int row) => new(
        style,
        [value.HasInterval ? new FigureValue(value.Value, row, value.Low, value.High) : new FigureValue(value.Value, row)])
    {
        IsAcross = true,
        Line = false,
    };
}
