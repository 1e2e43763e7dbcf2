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
        AlgorithmStyle infeasible = new("infeasible", FigureTheme.Vermillion, SeriesMarker.All[6], []);
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
                    [
                        LegendEntry.Line(all, marker: true, line: false), LegendEntry.Line(front, marker: true, line: metrics == 2),
                        .. study.Feasible.Count == study.Complete.Count ? (LegendEntry[])[]
                            : [LegendEntry.Line(infeasible, marker: true, line: false)],
                    ],
                    plot => Draw(plot, study, x, y));
            }
        }
    }

    private static void Draw(Plot plot, PlottedStudy study, int i, int j)
    {
        FigureAxis x = Axis(i), y = Axis(j);
        Trial[] front = [.. EvenChoice.Of(study.History.Front, PlottedStudy.MostDots).OrderBy(trial => trial.Values[i])];
        Trial[] held = [.. study.Shown.Where(trial => trial.IsFeasible)];
        if (held.Length > 0)
        {
            var dots = plot.Add.Markers(Places(held, x, i), Places(held, y, j), MarkerShape.FilledCircle, 6, FigureTheme.Sky.Plot);
            dots.MarkerStyle.LineColor = FigureTheme.Background.Plot;
            dots.MarkerStyle.LineWidth = 1;
        }

        Trial[] violating = [.. study.Shown.Where(trial => !trial.IsFeasible)];
        if (violating.Length > 0)
            plot.Add.Markers(Places(violating, x, i), Places(violating, y, j), MarkerShape.Eks, 6, FigureTheme.Vermillion.Plot);
        if (front.Length > 0)
        {
            var line = plot.Add.Scatter(Places(front, x, i), Places(front, y, j), FigureTheme.Blue.Plot);
            line.LineWidth = study.Results.Metrics.Count == 2 ? 1.5f : 0;
            SeriesMarkers.Apply(line, new AlgorithmStyle("front", FigureTheme.Blue, SeriesMarker.All[3], []), 9);
        }

        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(x, study.Results.Metrics[i]), new LabelledAxis(y, study.Results.Metrics[j]),
            [
                new FigureSeries(new AlgorithmStyle("complete", FigureTheme.Sky, SeriesMarker.All[0], []), Values(held, i, j))
                {
                    Line = false,
                },
                .. violating.Length == 0 ? [] : (FigureSeries[])
                [
                    new(new AlgorithmStyle("infeasible", FigureTheme.Vermillion, SeriesMarker.All[6], []), Values(violating, i, j))
                    {
                        Line = false,
                    },
                ],
                new FigureSeries(new AlgorithmStyle("front", FigureTheme.Blue, SeriesMarker.All[3], []), Values(front, i, j))
                {
                    Line = study.Results.Metrics.Count == 2,
                },
            ],
            shared: false));
        x.Thinned(440).Apply(plot.Axes.Bottom);
        y.Apply(plot.Axes.Left);
        plot.XLabel(x.Title(study.Results.Metrics[i]));
        plot.YLabel(y.Title(study.Results.Metrics[j]));

        FigureAxis Axis(int k) => FigureAxis.Over(study.Complete.Select(trial => trial.Values[k]));
    }

    private static FigureValue[] Values(IEnumerable<Trial> trials, int i, int j) =>
        [.. trials.Select(trial => new FigureValue(trial.Values[i], trial.Values[j], Name: PlottedStudy.Name(trial)))];

    private static double[] Places(IEnumerable<Trial> trials, FigureAxis axis, int k) =>
        [.. trials.Select(trial => axis.Place(trial.Values[k]))];
}
