using IsacCluster.Campaigns.MonteCarlo.Figures;
using IsacCluster.Reporting.Figures;
using ScottPlot;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>
/// The curves of one model against the epoch: training and validation loss (logarithmic from a decade on), and satisfaction.
/// </summary>
internal static class LossCurves
{
    private const int TrainingLoss = 1, ValidationLoss = 2, Satisfaction = 4, FewValidations = 30, MostEpochs = 1000;
    private const string TrainingName = "training", ValidationName = "validation";
    private static readonly IReadOnlyDictionary<string, AlgorithmStyle> Styles = AlgorithmStyle.Assign([TrainingName, ValidationName]);

    /// <summary>Name of the loss figure of the k-th of n models, without extension.</summary>
    public static string LossId(int k, int models) => "loss" + Suffix(k, models);

    /// <summary>At most three figures; none of what has no finite value.</summary>
    /// <param name="same">Whether training and validation measure the same loss; else each has an axis, and a figure, of its own.</param>
    public static IEnumerable<Figure> Of(ModelResults model, int k, int models, bool same)
    {
        string where = models == 1 ? "" : $", {AlgorithmStyle.Shorten(model.Point, 40)}";
        double[][] curve = [.. model.Curve];
        List<(AlgorithmStyle Style, (double Epoch, double Value)[] Points)> losses =
        [
            (Styles[TrainingName], Finite(curve, TrainingLoss)),
            (Styles[ValidationName], Finite(curve, ValidationLoss)),
        ];
        losses.RemoveAll(series => series.Points.Length == 0);
        string caption = $"The kept weights are those of epoch {model.BestEpoch}.";
        if (losses.Count > 0 && same)
        {
            yield return new Figure(
                LossId(k, models), $"Loss{where}", caption,
                $"Loss of training and validation against the epoch{where}. The numbers are in curve.csv.",
                MetricFigures.Width, MetricFigures.Height, [.. losses.Select(series => LegendEntry.Line(series.Style, marker: false))],
                plot => DrawLosses(plot, losses, model));
        }

        foreach (var series in same ? [] : losses)
        {
            bool training = series.Style.Name == TrainingName;
            string name = training ? "Training loss" : "Validation loss";
            yield return new Figure(
                training ? LossId(k, models) : "validation-loss" + Suffix(k, models), name + where,
                $"{caption} The losses of training and validation are different functions here.",
                $"{name} against the epoch{where}. The numbers are in curve.csv.", MetricFigures.Width, MetricFigures.Height,
                [LegendEntry.Line(series.Style, marker: false)], plot => DrawLosses(plot, [series], model));
        }

        (double Epoch, double Value)[] satisfied = Finite(curve, Satisfaction);
        if (satisfied.Length == 0) yield break;
        yield return new Figure(
            "satisfaction" + Suffix(k, models), $"SINR satisfaction{where}",
            "Share of validation samples whose users all reach the threshold.",
            $"SINR satisfaction of the validation set against the epoch{where}. The numbers are in curve.csv.",
            MetricFigures.Width, MetricFigures.Height, [], plot => DrawSatisfaction(plot, satisfied, model));
    }

    private static string Suffix(int k, int models) => models == 1 ? "" : $"-{k + 1}";

    private static (double, double)[] Finite(double[][] curve, int column) =>
        [.. curve.Where(row => double.IsFinite(row[column])).Select(row => (row[0], row[column]))];

    private static void DrawLosses(
        Plot plot, List<(AlgorithmStyle Style, (double Epoch, double Value)[] Points)> series, ModelResults model)
    {
        FigureAxis axis = FigureAxis.Over(series.SelectMany(s => s.Points).Select(point => point.Value)), along = Epochs(model);
        MarkBest(plot, model, along);
        foreach ((AlgorithmStyle style, (double Epoch, double Value)[] points) in series) AddLine(plot, style, points, along, axis);
        AddValues(plot, new LabelledAxis(axis, "Loss"), along, series);
        Apply(plot, axis, axis.Title("Loss"), along);
    }

    private static void DrawSatisfaction(Plot plot, (double Epoch, double Value)[] points, ModelResults model)
    {
        (double Epoch, double Value)[] percent = [.. points.Select(point => (point.Epoch, 100 * point.Value))];
        FigureAxis axis = IntervalMetric.Satisfaction.Axis([.. percent.Select(point => IntervalValue.Of(point.Value, null)!.Value)]);
        FigureAxis along = Epochs(model);
        MarkBest(plot, model, along);
        AddLine(plot, Styles[ValidationName], percent, along, axis);
        LabelledAxis satisfaction = new(axis, IntervalMetric.Satisfaction.AxisLabel, IntervalMetric.Satisfaction.Unit);
        AddValues(plot, satisfaction, along, [(Styles[ValidationName], percent)]);
        Apply(plot, axis, IntervalMetric.Satisfaction.AxisLabel, along);
    }

    private static void AddLine(
        Plot plot, AlgorithmStyle style, (double Epoch, double Value)[] points, FigureAxis along, FigureAxis axis)
    {
        IReadOnlyList<(double Epoch, double Value)> shown = EvenChoice.Of(points, MostEpochs);
        var line = plot.Add.Scatter(
            shown.Select(p => along.Place(p.Epoch)).ToArray(), shown.Select(p => axis.Place(p.Value)).ToArray(), style.Color.Plot);
        line.LineWidth = StrokeWidth.Line;
        line.LinePattern = style.Pattern;
        SeriesMarkers.Apply(line, style, shown.Count <= FewValidations ? 6 : 0);
    }

    private static void AddValues(
        Plot plot, LabelledAxis axis, FigureAxis along,
        List<(AlgorithmStyle Style, (double Epoch, double Value)[] Points)> series) =>
        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(along, "Epoch"), axis,
            [
                .. series.Select(of => new FigureSeries(
                    of.Style, [.. EvenChoice.Of(of.Points, MostEpochs).Select(point => new FigureValue(point.Epoch, point.Value))])
                {
                    Marker = of.Points.Length <= FewValidations,
                }),
            ],
            shared: series.Count > 1));

    private static void MarkBest(Plot plot, ModelResults model, FigureAxis along)
    {
        var best = plot.Add.VerticalLine(along.Place(model.BestEpoch), 1, FigureTheme.Muted.Plot);
        best.LinePattern = LinePattern.Solid;
    }

    private static FigureAxis Epochs(ModelResults model) => FigureAxis.Counting(0, Math.Max(model.Epochs, 5), 0.02);

    private static void Apply(Plot plot, FigureAxis axis, string label, FigureAxis along)
    {
        axis.Apply(plot.Axes.Left);
        plot.YLabel(label);
        along.Apply(plot.Axes.Bottom);
        plot.XLabel("Epoch");
    }
}
