using IsacCluster.Reporting.Figures;
using IsacCluster.Search.Trials;
using ScottPlot;

namespace IsacCluster.Campaigns.Studies.Figures;

/// <summary>Parallel coordinates: one upright axis a parameter and one for the value, one line a complete trial, the best
/// darkest.</summary>
internal static class ParallelFigure
{
    private const int LeastWidth = 540, AxisWidth = 104, Height = 400, MostLines = 250, MostAxes = 12, LongestName = 15;
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
            "A line is a complete trial, the darker the better; it passes below the axes of parameters that are inactive in it.",
            $"Complete trials as lines over the axes {names} and {study.Metric}.",
            Math.Max(LeastWidth, AxisWidth * (axes.Length + 1)), Height, [], plot => Draw(plot, study, axes));
    }

    private static void Draw(Plot plot, PlottedStudy study, int[] axes)
    {
        PlotAxis[] scales = [.. axes.Select(i => PlotAxis.Of(study.Space.Parameters[i])), study.ValueAxis];
        Trial[] ranked = [.. study.Complete.OrderBy(trial => study.Cost(trial.Values[0])).ThenBy(trial => trial.Number)];
        int step = Math.Max(1, (ranked.Length + MostLines - 1) / MostLines);
        for (int rank = ranked.Length - 1; rank >= 0; rank--)
        {
            if (rank % step == 0) AddLines(plot, study, axes, scales, ranked, rank);
        }

        for (int k = 0; k < scales.Length; k++) AddAxis(plot, scales[k], k);
        string[] names = [.. axes.Select(i => study.Space.Parameters[i].Name), study.Metric];
        new AxisTicks(-0.55, scales.Length - 0.45, [.. names.Select((name, k) => ((double)k, AlgorithmStyle.Shorten(name, LongestName)))])
            .Apply(plot.Axes.Bottom);
        bool conditional = study.Space.Parameters.Any(parameter => parameter.When is not null);
        new AxisTicks(conditional ? Inactive - 0.03 : -0.03, 1.03, []).Apply(plot.Axes.Left);
        plot.Axes.Left.FrameLineStyle.Width = plot.Axes.Bottom.FrameLineStyle.Width = 0;
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.TickLabelStyle.ForeColor = FigureTheme.Ink.Plot;
        plot.Grid.XAxisStyle.IsVisible = plot.Grid.YAxisStyle.IsVisible = false;
    }

    private static void AddLines(Plot plot, PlottedStudy study, int[] axes, PlotAxis[] scales, Trial[] ranked, int rank)
    {
        Trial trial = ranked[rank];
        FigureColor color = PlottedStudy.Shade(rank, ranked.Length);
        double[] y = new double[scales.Length];
        for (int k = 0; k < scales.Length; k++)
        {
            double raw = k < axes.Length ? trial.Parameters.Raw[axes[k]] : trial.Values[0];
            y[k] = double.IsNaN(raw) ? Inactive : Place(scales[k], raw);
        }

        var line = plot.Add.Scatter(Enumerable.Range(0, scales.Length).Select(k => (double)k).ToArray(), y, color.Plot);
        (line.LineWidth, line.MarkerSize) = (rank == 0 ? 2.5f : 1, 0);
    }

    private static void AddAxis(Plot plot, PlotAxis scale, int k)
    {
        var line = plot.Add.Line(k, 0, k, 1);
        (line.LineColor, line.LineWidth) = (FigureTheme.Ink.Plot, 1);
        IReadOnlyList<(double Position, string Label)> ticks = scale.Ticks.Ticks;
        int every = Math.Max(1, (ticks.Count + 7) / 8);
        for (int t = 0; t < ticks.Count; t += every)
        {
            double at = (ticks[t].Position - scale.Ticks.Minimum) / (scale.Ticks.Maximum - scale.Ticks.Minimum);
            var label = plot.Add.Text(ticks[t].Label, k, at);
            (label.LabelFontSize, label.LabelFontColor, label.LabelAlignment, label.OffsetX) =
                (FigureRenderer.TextSize - 2, FigureTheme.Ink.Plot, Alignment.MiddleRight, -5);
            label.LabelStyle.FontName = FigureFont.Family;
            label.LabelBackgroundColor = FigureTheme.Background.Plot.WithAlpha(0.85);
        }
    }

    private static double Place(PlotAxis scale, double raw) =>
        (scale.Map(raw) - scale.Ticks.Minimum) / (scale.Ticks.Maximum - scale.Ticks.Minimum);
}
