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
            var rows = point.Algorithms.Where(a => metric.ValueOf(a) is not null).ToList();
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
        Plot plot, IntervalMetric metric, List<AlgorithmResults> rows, IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        var values = rows.Select(row => metric.ValueOf(row)!.Value).ToList();
        var axis = new MetricAxis(metric, values);
        for (int i = 0; i < rows.Count; i++)
        {
            // The first algorithm is the top row.
            double x = axis.Map(values[i].Value), y = rows.Count - 1 - i;
            var style = styles[rows[i].Name];
            plot.Add.Plottable(IntervalBars.Horizontal(x, y, axis.Map(values[i].Low), axis.Map(values[i].High), style.Color));
            SeriesMarkers.Apply(plot.Add.Scatter(x, y, style.Color.Plot), style, 10);
        }
        axis.Ticks.Thinned(360, rotated: false).Apply(plot.Axes.Bottom);
        plot.XLabel(metric.AxisLabel);
        RowTicks.Apply(plot, rows.Select(row => row.Name).ToList());
    }
}
