using IsacCluster.Campaigns.MonteCarlo.Figures;
using IsacCluster.Reporting.Figures;
using ScottPlot;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>
/// The curves of one model against the epoch: training and validation loss (logarithmic from a decade on), and satisfaction.
/// </summary>
internal static class LossCurves
{
    private const int TrainingLoss = 1, ValidationLoss = 2, Satisfaction = 4, FewValidations = 30, Decade = 10;
    private const string TrainingName = "training", ValidationName = "validation";
    private static readonly IReadOnlyDictionary<string, AlgorithmStyle> Styles = AlgorithmStyle.Assign([TrainingName, ValidationName]);

    /// <summary>Name of the loss figure of the k-th of n models, without extension.</summary>
    public static string LossId(int k, int models) => "loss" + Suffix(k, models);

    /// <summary>At most two figures; none of what has no finite value.</summary>
    public static IEnumerable<Figure> Of(ModelResults model, int k, int models)
    {
        string where = models == 1 ? "" : $", {AlgorithmStyle.Shorten(model.Point, 40)}";
        double[][] curve = [.. model.Curve];
        List<(AlgorithmStyle Style, (double Epoch, double Value)[] Points)> losses =
        [
            (Styles[TrainingName], Finite(curve, TrainingLoss)),
            (Styles[ValidationName], Finite(curve, ValidationLoss)),
        ];
        losses.RemoveAll(series => series.Points.Length == 0);
        if (losses.Count > 0)
        {
            yield return new Figure(
                LossId(k, models), $"Loss{where}", $"The kept weights are those of epoch {model.BestEpoch}.",
                $"Loss of training and validation against the epoch{where}. The numbers are in curve.csv.",
                MetricFigures.Width, MetricFigures.Height, [.. losses.Select(series => LegendEntry.Line(series.Style, marker: false))],
                plot => DrawLosses(plot, losses, model));
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
        double[] values = [.. series.SelectMany(s => s.Points).Select(point => point.Value)];
        // Within a decade a logarithmic axis has no tick to label.
        bool logarithmic = values.Min() > 0 && values.Max() >= Decade * values.Min();
        Func<double, double> map = logarithmic ? Math.Log10 : value => value;
        MarkBest(plot, model);
        foreach ((AlgorithmStyle style, (double Epoch, double Value)[] points) in series) AddLine(plot, style, points, map);
        double low = map(values.Min()), high = map(values.Max());
        double pad = high > low ? 0.06 * (high - low) : logarithmic ? 0.1 : Math.Max(0.1 * Math.Abs(high), 1e-12);
        (logarithmic ? AxisTicks.Logarithmic(low - pad, high + pad) : AxisTicks.Linear(low - pad, high + pad)).Apply(plot.Axes.Left);
        plot.YLabel(logarithmic ? "Loss (logarithmic)" : "Loss");
        ApplyEpochs(plot, model);
    }

    private static void DrawSatisfaction(Plot plot, (double Epoch, double Value)[] points, ModelResults model)
    {
        MarkBest(plot, model);
        AddLine(plot, Styles[ValidationName], points, value => 100 * value);
        var axis = new MetricAxis(
            IntervalMetric.Satisfaction, [.. points.Select(point => IntervalValue.Of(point.Value, null, 100)!.Value)]);
        axis.Ticks.Apply(plot.Axes.Left);
        plot.YLabel(IntervalMetric.Satisfaction.AxisLabel);
        ApplyEpochs(plot, model);
    }

    private static void AddLine(Plot plot, AlgorithmStyle style, (double Epoch, double Value)[] points, Func<double, double> map)
    {
        var line = plot.Add.Scatter(points.Select(p => p.Epoch).ToArray(), points.Select(p => map(p.Value)).ToArray(), style.Color.Plot);
        line.LineWidth = StrokeWidth.Line;
        line.LinePattern = style.Pattern;
        SeriesMarkers.Apply(line, style, points.Length <= FewValidations ? 6 : 0);
    }

    private static void MarkBest(Plot plot, ModelResults model)
    {
        var best = plot.Add.VerticalLine(model.BestEpoch, 1, FigureTheme.Muted.Plot);
        best.LinePattern = LinePattern.Solid;
    }

    private static void ApplyEpochs(Plot plot, ModelResults model)
    {
        double last = Math.Max(model.Epochs, 5);
        (AxisTicks.Linear(0, last) with { Maximum = 1.02 * last }).Apply(plot.Axes.Bottom);
        plot.XLabel("Epoch");
    }
}
