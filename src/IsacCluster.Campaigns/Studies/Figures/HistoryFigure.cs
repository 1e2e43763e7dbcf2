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
            AlgorithmStyle infeasible = new("infeasible", FigureTheme.Vermillion, SeriesMarker.All[6], []);
            AlgorithmStyle pruned = new("pruned, last value", FigureTheme.Muted, SeriesMarker.All[6], []);
            Trial[] stopped = [.. EvenChoice.Of([.. study.History.Study.Trials.Where(HasLastValue)], PlottedStudy.MostDots)];
            List<LegendEntry> legend = [LegendEntry.Line(best, marker: false), LegendEntry.Line(complete, marker: true, line: false)];
            if (study.Complete.Any(trial => !trial.IsFeasible)) legend.Add(LegendEntry.Line(infeasible, marker: true, line: false));
            if (stopped.Length > 0) legend.Add(LegendEntry.Line(pruned, marker: true, line: false));
            yield return new Figure(
                "history", "Optimisation history", "", $"{study.Metric} of each trial in the order of trials, and the best so far.",
                Width, Height, legend,
                plot => Draw(plot, study, stopped));
            yield break;
        }

        yield return new Figure(
            "hypervolume", "Hypervolume", "", "Hypervolume of the front of the trials so far, up to the reference point.",
            Width, Height, [],
            plot => DrawVolume(plot, study));
    }

    private static void Draw(Plot plot, PlottedStudy study, Trial[] stopped)
    {
        double[] values = [.. study.Complete.Select(trial => trial.Values[0]), .. stopped.Select(trial => trial.Intermediate[^1].Value)];
        FigureAxis axis = FigureAxis.Over(values), along = TrialAxis(study);
        int size = study.Complete.Count > ManyTrials ? 4 : 7;
        if (stopped.Length > 0)
            plot.Add.Markers(
                Numbers(stopped), Places(stopped, t => t.Intermediate[^1].Value), MarkerShape.Eks, size - 1, FigureTheme.Muted.Plot);
        Trial[] held = [.. study.Shown.Where(trial => trial.IsFeasible)], violating = [.. study.Shown.Where(trial => !trial.IsFeasible)];
        if (violating.Length > 0)
            plot.Add.Markers(
                Numbers(violating), Places(violating, t => t.Values[0]), MarkerShape.Eks, size - 1, FigureTheme.Vermillion.Plot);
        if (held.Length > 0)
        {
            double[] places = Places(held, t => t.Values[0]);
            var dots = plot.Add.Markers(Numbers(held), places, MarkerShape.FilledCircle, size, FigureTheme.Sky.Plot);
            dots.MarkerStyle.LineColor = FigureTheme.Background.Plot;
            dots.MarkerStyle.LineWidth = 1;
        }

        (List<double> x, List<double> y) = (new List<double>(), new List<double>());
        List<FigureValue> bests = [];
        double best = double.PositiveInfinity;
        foreach (Trial trial in study.Feasible)
        {
            if (study.Cost(trial.Values[0]) >= best) continue;
            best = study.Cost(trial.Values[0]);
            if (bests.Count > 0) bests.Add(new FigureValue(trial.Number, bests[^1].Y));
            bests.Add(new FigureValue(trial.Number, trial.Values[0]));
            if (y.Count > 0) Add(trial.Number, y[^1]);
            Add(trial.Number, axis.Place(trial.Values[0]));
        }

        if (y.Count > 0)
        {
            Add(study.History.Study.Trials.Count - 1, y[^1]);
            bests.Add(new FigureValue(study.History.Study.Trials.Count - 1, bests[^1].Y));
            var line = plot.Add.Scatter(x, y, FigureTheme.Blue.Plot);
            (line.LineWidth, line.MarkerSize) = (2, 0);
        }

        axis.Apply(plot.Axes.Left);
        plot.YLabel(axis.Title(study.Metric));
        ApplyTrials(plot, along);
        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(along, "Trial"), new LabelledAxis(axis, study.Metric),
            [
                Dots("complete", FigureTheme.Sky, 0, held),
                .. violating.Length == 0 ? [] : (FigureSeries[])[Dots("infeasible", FigureTheme.Vermillion, 6, violating)],
                new FigureSeries(
                    new AlgorithmStyle("pruned, last value", FigureTheme.Muted, SeriesMarker.All[6], []),
                    [
                        .. stopped.Select(trial =>
                            new FigureValue(trial.Number, trial.Intermediate[^1].Value, Name: PlottedStudy.Name(trial))),
                    ])
                {
                    Line = false,
                },
                new FigureSeries(
                    new AlgorithmStyle("best so far", FigureTheme.Blue, SeriesMarker.All[0], []), [.. bests]) { Marker = false },
            ],
            shared: false));

        FigureSeries Dots(string name, FigureColor color, int marker, Trial[] trials) => new(
            new AlgorithmStyle(name, color, SeriesMarker.All[marker], []),
            [.. trials.Select(trial => new FigureValue(trial.Number, trial.Values[0], Name: PlottedStudy.Name(trial)))])
        { Line = false };

        double[] Numbers(IEnumerable<Trial> trials) => [.. trials.Select(trial => along.Place(trial.Number))];

        double[] Places(IEnumerable<Trial> trials, Func<Trial, double> value) => [.. trials.Select(trial => axis.Place(value(trial)))];

        void Add(double at, double value)
        {
            x.Add(along.Place(at));
            y.Add(value);
        }
    }

    private static bool HasLastValue(Trial trial) =>
        trial.State == TrialState.Pruned && trial.Intermediate.Count > 0 && double.IsFinite(trial.Intermediate[^1].Value);

    private static void DrawVolume(Plot plot, PlottedStudy study)
    {
        double[] reference = study.History.Reference;
        List<(double Trial, double Volume)> volumes = [];
        IReadOnlyList<Trial> feasible = study.Feasible;
        foreach (int n in EvenChoice.Of([.. Enumerable.Range(1, feasible.Count)], MostVolumes))
        {
            double[][] costs =
                [.. feasible.Take(n).Select(trial => trial.Values.Select((_, k) => study.History.Cost(trial, k)).ToArray())];
            double volume = Search.Analysis.Hypervolume.Of(costs, reference);
            // A product of large sides may exceed every double.
            if (double.IsFinite(volume)) volumes.Add((feasible[n - 1].Number, volume));
        }

        FigureAxis axis = FigureAxis.Over([0, .. volumes.Select(at => at.Volume)]), along = TrialAxis(study);
        var line = plot.Add.Scatter(
            volumes.Select(at => along.Place(at.Trial)).ToArray(), volumes.Select(at => axis.Place(at.Volume)).ToArray(),
            FigureTheme.Blue.Plot);
        (line.LineWidth, line.MarkerSize) = (2, 0);
        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(along, "Trial"), new LabelledAxis(axis, "Hypervolume"),
            [
                new FigureSeries(
                    new AlgorithmStyle("hypervolume", FigureTheme.Blue, SeriesMarker.All[0], []),
                    [.. volumes.Select(at => new FigureValue(at.Trial, at.Volume))]) { Marker = false },
            ],
            shared: true));
        axis.Apply(plot.Axes.Left);
        plot.YLabel("Hypervolume");
        ApplyTrials(plot, along);
    }

    private static FigureAxis TrialAxis(PlottedStudy study) =>
        FigureAxis.Counting(0, Math.Max(study.History.Study.Trials.Count - 1, 5), 0.04);

    private static void ApplyTrials(Plot plot, FigureAxis along)
    {
        along.Apply(plot.Axes.Bottom);
        plot.XLabel("Trial");
    }
}
