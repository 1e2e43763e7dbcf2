using IsacCluster.Reporting.Figures;
using IsacCluster.Search.Trials;
using ScottPlot;

namespace IsacCluster.Campaigns.Studies.Figures;

/// <summary>Two metrics against each other, for every pair: all trials, and those of the front.</summary>
internal static class ParetoFigures
{
    private const int Width = 540, Height = 400;

    public static IEnumerable<Figure> Of(PlottedStudy study)
    {
        int metrics = study.Results.Metrics.Count;
        AlgorithmStyle all = new("complete", FigureTheme.Sky, SeriesMarker.All[0], []);
        AlgorithmStyle front = new("front", FigureTheme.Blue, SeriesMarker.All[3], []);
        for (int i = 0; i < metrics; i++)
        {
            for (int j = i + 1; j < metrics; j++)
            {
                (int x, int y) = (i, j);
                string suffix = metrics == 2 ? "" : $"-{i + 1}-{j + 1}";
                yield return new Figure(
                    "pareto" + suffix, $"{study.Results.Metrics[i]} and {study.Results.Metrics[j]}", "",
                    $"{study.Results.Metrics[j]} against {study.Results.Metrics[i]} of all trials, and of the front.", Width, Height,
                    [LegendEntry.Line(all, marker: true, line: false), LegendEntry.Line(front, marker: true, line: metrics == 2)],
                    plot => Draw(plot, study, x, y));
            }
        }
    }

    private static void Draw(Plot plot, PlottedStudy study, int i, int j)
    {
        PlotAxis x = Axis(i), y = Axis(j);
        Trial[] front = [.. study.History.Front.OrderBy(trial => trial.Values[i])];
        var dots = plot.Add.Markers(
            Places(study.Shown, x, i), Places(study.Shown, y, j), MarkerShape.FilledCircle, 6, FigureTheme.Sky.Plot);
        dots.MarkerStyle.LineColor = FigureTheme.Background.Plot;
        dots.MarkerStyle.LineWidth = 1;
        var line = plot.Add.Scatter(Places(front, x, i), Places(front, y, j), FigureTheme.Blue.Plot);
        line.LineWidth = study.Results.Metrics.Count == 2 ? 1.5f : 0;
        SeriesMarkers.Apply(line, new AlgorithmStyle("front", FigureTheme.Blue, SeriesMarker.All[3], []), 9);
        x.Ticks.Thinned(440, rotated: false).Apply(plot.Axes.Bottom);
        y.Ticks.Apply(plot.Axes.Left);
        plot.XLabel(x.Label);
        plot.YLabel(y.Label);

        PlotAxis Axis(int k) => PlotAxis.Of(study.Results.Metrics[k], [.. study.Complete.Select(trial => trial.Values[k])]);
    }

    private static double[] Places(IEnumerable<Trial> trials, PlotAxis axis, int k) =>
        [.. trials.Select(trial => axis.Map(trial.Values[k]))];
}
