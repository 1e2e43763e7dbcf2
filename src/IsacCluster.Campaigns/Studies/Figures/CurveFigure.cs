using IsacCluster.Reporting.Figures;
using IsacCluster.Search.Trials;
using ScottPlot;

namespace IsacCluster.Campaigns.Studies.Figures;

/// <summary>Intermediate values against the step: pruned trials end early, the best is drawn on top.</summary>
internal static class CurveFigure
{
    private const int Width = 920, Height = 380, MostCurves = 300, MostSteps = 200, MostValues = 4000;

    public static IEnumerable<Figure> Of(PlottedStudy study)
    {
        Trial[] curves = [.. study.History.Study.Trials.Where(trial => trial.Intermediate.Any(value => double.IsFinite(value.Value)))];
        if (curves.Length == 0) yield break;
        string caption = curves.Length > MostCurves ? $"{MostCurves} of {curves.Length} trials, evenly chosen." : "";
        if (curves.Length > MostCurves)
            curves = [.. EvenChoice.Of(curves, MostCurves)];
        Trial? best = study.IsSingle ? study.History.Study.Best : null;
        List<LegendEntry> legend = [];
        if (curves.Any(trial => trial.State == TrialState.Pruned))
            legend.Add(Line("pruned", FigureTheme.Muted, SeriesMarker.All[6], drawn: true));
        legend.Add(Line("complete", FigureTheme.Sky, SeriesMarker.All[0], drawn: false));
        if (best is { Intermediate.Count: > 0 })
            legend.Add(Line($"best, trial {best.Number}", FigureTheme.Blue, SeriesMarker.All[0], drawn: false));
        yield return new Figure(
            "learning-curves", "Learning curves", caption,
            $"Intermediate {study.Metric} of trials against the step; pruned trials end where they were stopped.",
            Width, Height, legend, plot => Draw(plot, study, curves, best));
    }

    private static LegendEntry Line(string name, FigureColor color, SeriesMarker marker, bool drawn) =>
        LegendEntry.Line(new AlgorithmStyle(name, color, marker, []), drawn);

    private static void Draw(Plot plot, PlottedStudy study, Trial[] curves, Trial? best)
    {
        double[] values = [.. curves.SelectMany(Finite).Select(value => value.Value)];
        FigureAxis y = FigureAxis.Over(values);
        long last = curves.Max(trial => trial.Intermediate[^1].Step), first = curves.Min(trial => trial.Intermediate[0].Step);
        // Rungs are powers, so a logarithmic axis gives each the same room.
        FigureAxis x = FigureAxis.Over([Math.Max(1, first), Math.Max(last, 2)]);
        foreach (Trial trial in curves.OrderBy(trial => trial.State == TrialState.Complete))
            Add(plot, trial, x, y, trial.State == TrialState.Complete ? FigureTheme.Sky : FigureTheme.Desired, 1);
        Trial[] pruned = [.. curves.Where(trial => trial.State == TrialState.Pruned && double.IsFinite(trial.Intermediate[^1].Value))];
        if (pruned.Length > 0)
        {
            IntermediateValue[] ends = [.. pruned.Select(trial => trial.Intermediate[^1])];
            double[] xs = [.. ends.Select(end => x.Place(Math.Max(1, end.Step)))], ys = [.. ends.Select(end => y.Place(end.Value))];
            plot.Add.Markers(xs, ys, MarkerShape.Eks, 5, FigureTheme.Muted.Plot);
        }

        if (best is { Intermediate.Count: > 0 }) Add(plot, best, x, y, FigureTheme.Blue, 2.5f);
        // Evenly chosen of long curves: the page holds so many values in all.
        int most = Math.Clamp(MostValues / curves.Length, 2, MostSteps);
        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(x, "Step"), new LabelledAxis(y, study.Metric),
            [.. curves.Select(trial => Series(trial, trial.Number == best?.Number, most))], shared: false));
        x.Apply(plot.Axes.Bottom);
        y.Apply(plot.Axes.Left);
        plot.XLabel(x.Title("Step"));
        plot.YLabel(y.Title(study.Metric));
    }

    private static FigureSeries Series(Trial trial, bool isBest, int most)
    {
        FigureColor color = isBest ? FigureTheme.Blue : trial.State == TrialState.Complete ? FigureTheme.Sky : FigureTheme.Desired;
        string name = $"trial {trial.Number}{(isBest ? ", the best" : trial.State == TrialState.Pruned ? ", pruned" : "")}";
        return new FigureSeries(
            new AlgorithmStyle(name, color, SeriesMarker.All[0], []),
            [.. EvenChoice.Of([.. Finite(trial)], most).Select(v => new FigureValue(Math.Max(1, v.Step), v.Value))])
        { Marker = false };
    }

    private static void Add(Plot plot, Trial trial, FigureAxis x, FigureAxis y, FigureColor color, float width)
    {
        IReadOnlyList<IntermediateValue> values = EvenChoice.Of([.. Finite(trial)], MostSteps);
        if (values.Count == 0) return;
        double[] xs = [.. values.Select(v => x.Place(Math.Max(1, v.Step)))], ys = [.. values.Select(v => y.Place(v.Value))];
        var line = plot.Add.Scatter(xs, ys, color.Plot);
        (line.LineWidth, line.MarkerSize) = (width, 0);
    }

    private static IEnumerable<IntermediateValue> Finite(Trial trial) => trial.Intermediate.Where(value => double.IsFinite(value.Value));
}
