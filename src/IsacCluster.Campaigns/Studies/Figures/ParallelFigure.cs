using IsacCluster.Reporting.Figures;
using IsacCluster.Search.Trials;
using ScottPlot;

namespace IsacCluster.Campaigns.Studies.Figures;

/// <summary>Parallel coordinates: one upright axis a parameter and one for the value, one line a complete trial, coloured by
/// rank.</summary>
internal static class ParallelFigure
{
    private const int LeastWidth = 540, AxisWidth = 104, Height = 400, MostLines = 250, MostAxes = 12, LongestName = 15, MostLabels = 8;
    private const double Inactive = -0.1;

    public static IEnumerable<Figure> Of(PlottedStudy study)
    {
        if (!study.IsSingle || study.Complete.Count < 2) yield break;
        // Where there are many parameters the important ones are shown, in the order of the space.
        HashSet<string> chosen =
            [.. study.Results.Importances.OrderByDescending(pair => pair.Value).Take(MostAxes).Select(pair => pair.Key)];
        int[] axes = [.. Enumerable.Range(0, study.Space.Count).Where(i => chosen.Contains(study.Space.Parameters[i].Name))];
        string names = string.Join(", ", axes.Select(i => study.Space.Parameters[i].Name));
        yield return new Figure(
            "parallel-coordinates", "Parallel coordinates",
            "A line is a complete trial, coloured by its rank; it passes below the axes of parameters that are inactive in it.",
            $"Complete trials as lines over the axes {names} and {study.Metric}.",
            Math.Max(LeastWidth, AxisWidth * (axes.Length + 1)), Height, study.RankBar,
            plot => Draw(plot, study, axes));
    }

    private static void Draw(Plot plot, PlottedStudy study, int[] axes)
    {
        FigureAxis[] scales = [.. axes.Select(i => ParameterAxis.Of(study.Space.Parameters[i])), study.ValueAxis];
        string[] names = [.. axes.Select(i => study.Space.Parameters[i].Name), study.Metric];
        FigureAxis along = FigureAxis.Categories([.. names.Select(name => AlgorithmStyle.Shorten(name, LongestName))]);
        bool conditional = study.Space.Parameters.Any(parameter => parameter.When is not null);
        FigureAxis upright = FigureAxis.Linear(conditional ? Inactive - 0.03 : -0.03, 1.03).WithoutTicks();
        Trial[] ranked = [.. study.Ranked(study.Complete)];
        int step = Math.Max(1, (ranked.Length + MostLines - 1) / MostLines);
        for (int rank = ranked.Length - 1; rank >= 0; rank--)
        {
            if (rank % step == 0) AddLines(plot, study, (axes, scales), (along, upright), ranked, rank);
        }

        Trial[] drawn = [.. ranked.Where((_, rank) => rank % step == 0)];
        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(along, ""), new LabelledAxis(upright, ""),
            [
                new FigureSeries(
                    new AlgorithmStyle(study.Metric, FigureTheme.Ink, SeriesMarker.All[0], []),
                    [
                        .. drawn.SelectMany(trial => Enumerable.Range(0, scales.Length).Select(k => new FigureValue(
                            k, HeightOf(trial, k, axes, scales), Name: study.NameWithValue(trial)))),
                    ])
                {
                    Line = false,
                },
            ],
            shared: false)
        { IsPicture = true });
        for (int k = 0; k < scales.Length; k++) AddAxis(plot, scales[k], along.Place(k), upright);
        along.Apply(plot.Axes.Bottom);
        upright.Apply(plot.Axes.Left);
        plot.Axes.Left.FrameLineStyle.Width = plot.Axes.Bottom.FrameLineStyle.Width = 0;
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.TickLabelStyle.ForeColor = FigureTheme.Ink.Plot;
        plot.Grid.XAxisStyle.IsVisible = plot.Grid.YAxisStyle.IsVisible = false;
    }

    private static void AddLines(
        Plot plot, PlottedStudy study, (int[] Axes, FigureAxis[] Scales) columns, (FigureAxis Along, FigureAxis Upright) paper,
        Trial[] ranked, int rank)
    {
        Trial trial = ranked[rank];
        FigureColor color = PlottedStudy.Shade(rank, ranked.Length);
        double[] x = new double[columns.Scales.Length], y = new double[columns.Scales.Length];
        for (int k = 0; k < y.Length; k++)
        {
            (x[k], y[k]) = (paper.Along.Place(k), paper.Upright.Place(HeightOf(trial, k, columns.Axes, columns.Scales)));
        }

        var line = plot.Add.Scatter(x, y, color.Plot);
        (line.LineWidth, line.MarkerSize) = (rank == 0 ? 2.5f : 1, 0);
    }

    /// <summary>Where a trial crosses an axis: 0 at its low end, 1 at the high one.</summary>
    private static double HeightOf(Trial trial, int k, int[] axes, FigureAxis[] scales)
    {
        double raw = k < axes.Length ? trial.Parameters.Raw[axes[k]] : trial.Values[0];
        return double.IsNaN(raw) ? Inactive : scales[k].Place(raw);
    }

    private static void AddAxis(Plot plot, FigureAxis scale, double x, FigureAxis upright)
    {
        var line = plot.Add.Line(x, upright.Place(0), x, upright.Place(1));
        (line.LineColor, line.LineWidth) = (FigureTheme.Ink.Plot, 1);
        foreach (AxisTick tick in EvenChoice.Of(scale.Ticks, MostLabels))
        {
            var label = plot.Add.Text(tick.Label, x, upright.Place(tick.Place));
            (label.LabelFontSize, label.LabelFontColor, label.LabelAlignment, label.OffsetX) =
                (FigureRenderer.TextSize - 2, FigureTheme.Ink.Plot, Alignment.MiddleRight, -5);
            label.LabelStyle.FontName = FigureFont.Family;
            label.LabelBackgroundColor = FigureTheme.Background.Plot.WithAlpha(0.85);
        }
    }
}
