using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Reporting.Figures;
using IsacCluster.Search.Trials;
using ScottPlot;

namespace IsacCluster.Campaigns.Studies.Figures;

/// <summary>Values of trials in their order, and the best so far; with several metrics the hypervolume so far.</summary>
internal static class HistoryFigure
{
    private const int Width = 920, Height = 340, ManyTrials = 400, MostVolumes = 200;

    public static IEnumerable<Figure> Of(PlottedStudy study)
    {
        if (study.IsSingle)
        {
            AlgorithmStyle best = new("best so far", FigureTheme.Blue, SeriesMarker.All[0], []);
            AlgorithmStyle complete = new("complete", FigureTheme.Sky, SeriesMarker.All[0], []);
            AlgorithmStyle pruned = new("pruned, last value", FigureTheme.Muted, SeriesMarker.All[6], []);
            Trial[] stopped = [.. StudyHistory.Thinned([.. study.History.Study.Trials.Where(HasLastValue)], PlottedStudy.MostDots)];
            List<LegendEntry> legend = [LegendEntry.Line(best, marker: false), LegendEntry.Line(complete, marker: true, line: false)];
            if (stopped.Length > 0) legend.Add(LegendEntry.Line(pruned, marker: true, line: false));
            yield return new Figure(
                "history", "Optimisation history", "", $"{study.Metric} of each trial in the order of trials, and the best so far.",
                Width, Height, legend,
                plot => Draw(plot, study, stopped));
            yield break;
        }

        yield return new Figure(
            "hypervolume", "Hypervolume", "", "Hypervolume of the front of the trials so far, below the worst values of all.",
            Width, Height, [],
            plot => DrawVolume(plot, study));
    }

    private static void Draw(Plot plot, PlottedStudy study, Trial[] stopped)
    {
        double[] values = [.. study.Complete.Select(trial => trial.Values[0]), .. stopped.Select(trial => trial.Intermediate[^1].Value)];
        PlotAxis axis = PlotAxis.Of(study.Metric, values);
        int size = study.Complete.Count > ManyTrials ? 4 : 7;
        if (stopped.Length > 0)
            plot.Add.Markers(
                Numbers(stopped), Places(stopped, t => t.Intermediate[^1].Value), MarkerShape.Eks, size - 1, FigureTheme.Muted.Plot);
        double[] places = Places(study.Shown, t => t.Values[0]);
        var dots = plot.Add.Markers(Numbers(study.Shown), places, MarkerShape.FilledCircle, size, FigureTheme.Sky.Plot);
        dots.MarkerStyle.LineColor = FigureTheme.Background.Plot;
        dots.MarkerStyle.LineWidth = 1;
        (List<double> x, List<double> y) = (new List<double>(), new List<double>());
        double best = double.PositiveInfinity;
        foreach (Trial trial in study.Complete)
        {
            if (study.Cost(trial.Values[0]) >= best) continue;
            best = study.Cost(trial.Values[0]);
            if (y.Count > 0) Add(trial.Number, y[^1]);
            Add(trial.Number, axis.Map(trial.Values[0]));
        }

        Add(study.History.Study.Trials.Count - 1, y[^1]);
        var line = plot.Add.Scatter(x, y, FigureTheme.Blue.Plot);
        (line.LineWidth, line.MarkerSize) = (2, 0);
        axis.Ticks.Apply(plot.Axes.Left);
        plot.YLabel(axis.Label);
        ApplyTrials(plot, study.History.Study.Trials.Count);

        double[] Numbers(IEnumerable<Trial> trials) => [.. trials.Select(trial => (double)trial.Number)];

        double[] Places(IEnumerable<Trial> trials, Func<Trial, double> value) => [.. trials.Select(trial => axis.Map(value(trial)))];

        void Add(double at, double value)
        {
            x.Add(at);
            y.Add(value);
        }
    }

    private static bool HasLastValue(Trial trial) =>
        trial.State == TrialState.Pruned && trial.Intermediate.Count > 0 && double.IsFinite(trial.Intermediate[^1].Value);

    private static void DrawVolume(Plot plot, PlottedStudy study)
    {
        double[] reference = study.History.Reference;
        (List<double> x, List<double> y) = (new List<double>(), new List<double>());
        int stride = Math.Max(1, study.Complete.Count / MostVolumes);
        for (int n = 1; n <= study.Complete.Count; n++)
        {
            if (n % stride != 0 && n != study.Complete.Count) continue;
            double[][] costs =
                [.. study.Complete.Take(n).Select(trial => trial.Values.Select((_, k) => study.History.Cost(trial, k)).ToArray())];
            x.Add(study.Complete[n - 1].Number);
            y.Add(Search.Analysis.Hypervolume.Of(costs, reference));
        }

        var line = plot.Add.Scatter(x, y, FigureTheme.Blue.Plot);
        (line.LineWidth, line.MarkerSize) = (2, 0);
        PlotAxis axis = PlotAxis.Of("Hypervolume", [0, .. y], mayBeLogarithmic: false);
        axis.Ticks.Apply(plot.Axes.Left);
        plot.YLabel(axis.Label);
        ApplyTrials(plot, study.History.Study.Trials.Count);
    }

    private static void ApplyTrials(Plot plot, int trials)
    {
        PlotAxis.Counting("Trial", Math.Max(trials - 1, 5)).Ticks.Apply(plot.Axes.Bottom);
        plot.XLabel("Trial");
    }
}
