using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using ScottPlot;

namespace IsacCluster.Campaigns.MonteCarlo.Figures;

/// <summary>Beampatterns of one sample over angle, linear as in the paper and in dB, against the desired pattern.</summary>
internal static class BeampatternFigures
{
    public const int MostPoints = 4;
    private const double DynamicRangeDb = 40;

    public static IEnumerable<Figure> Of(
        PointResults point, SampleBeampatterns patterns, IReadOnlyDictionary<string, AlgorithmStyle> styles, string suffix)
    {
        var shown = patterns.PatternByAlgorithm.Where(p => styles.ContainsKey(p.Key) && p.Value.Any(double.IsFinite)).ToList();
        if (shown.Count == 0 || patterns.AnglesDeg.Count == 0) yield break;
        double scale = DesiredScale(patterns.Desired, shown[0].Value);
        string where = point.Params.Count == 0 ? "" : $", {AlgorithmStyle.Shorten(PointText.Label(point), 36)}";
        List<LegendEntry> legend =
        [
            LegendEntry.Swatch("desired", FigureTheme.Desired),
            .. shown.Select(p => LegendEntry.Line(styles[p.Key], marker: false)),
        ];
        foreach (bool decibel in (bool[])[false, true])
        {
            yield return new Figure(
                $"beampattern-{(decibel ? "db" : "linear")}{suffix}",
                $"Beampattern{(decibel ? " in dB" : "")}{where}",
                $"Sample {patterns.Sample}{where}.",
                $"Beampattern of sample {patterns.Sample} over angle{(decibel ? ", in decibel" : "")}, "
                    + $"for {string.Join(", ", shown.Select(p => p.Key))},"
                    + " against the desired pattern, which is one in a beam around each target.",
                MetricFigures.Width, MetricFigures.Height, legend,
                plot => Draw(plot, patterns, scale, shown.Select(p => (styles[p.Key], p.Value)).ToList(), decibel));
        }
    }

    /// <summary>beta = b^T p / b^T b of the first pattern: the height at which the MSE compares the desired pattern; 1 if b = 0.</summary>
    private static double DesiredScale(IReadOnlyList<double> desired, IReadOnlyList<double> pattern)
    {
        double bb = desired.Sum(b => b * b);
        return bb > 0 ? desired.Zip(pattern, (b, p) => b * p).Sum() / bb : 1;
    }

    private static void Draw(
        Plot plot, SampleBeampatterns patterns, double scale,
        List<(AlgorithmStyle Style, IReadOnlyList<double> Values)> shown, bool decibel)
    {
        double peak = Math.Max(shown.SelectMany(s => s.Values).Where(double.IsFinite).Max(), 1e-300);
        double ceiling = decibel ? Math.Ceiling(10 * Math.Log10(peak) / 5 + 0.2) * 5 : peak * 1.08;
        double floor = decibel ? Floor(shown.SelectMany(s => s.Values), ceiling) : 0;
        double Map(double power) => decibel ? Math.Max(floor, 10 * Math.Log10(Math.Max(power, 1e-300))) : power;

        double[] angles = patterns.AnglesDeg.ToArray();
        var (stepAngles, stepValues) = Steps(angles, patterns.Desired);
        var desired = plot.Add.FillY(stepAngles, stepValues.Select(b => Map(b * scale)).ToArray(), stepAngles.Select(_ => floor).ToArray());
        desired.FillColor = FigureTheme.Desired.Plot;
        desired.LineWidth = 0;
        desired.MarkerShape = MarkerShape.None;
        for (int i = 0; i < shown.Count; i++)
        {
            var line = plot.Add.ScatterLine(angles, shown[i].Values.Select(Map).ToArray(), shown[i].Style.Color.Plot);
            // Thinner towards the front: curves that coincide stay visible as a dashed core on a broader line.
            line.LineWidth = Math.Max(StrokeWidth.Line, 3.4f - 0.55f * i);
            line.LinePattern = shown[i].Style.Pattern;
        }
        AxisTicks.Linear(floor, ceiling, decibel ? 7 : 5).Apply(plot.Axes.Left);
        AngleTicks(angles).Apply(plot.Axes.Bottom);
        plot.YLabel(decibel ? "Beampattern P(θ) (dBW)" : "Beampattern P(θ) (W)");
        plot.XLabel("Angle θ (degrees)");
    }

    /// <summary>Just below the deepest null, in steps of 5 dB, but no more than the dynamic range below the top.</summary>
    private static double Floor(IEnumerable<double> powers, double ceiling)
    {
        double deepest = powers.Where(p => p > 0 && double.IsFinite(p)).Select(p => 10 * Math.Log10(p)).DefaultIfEmpty(ceiling).Min();
        return Math.Max(ceiling - DynamicRangeDb, Math.Floor((deepest - 1) / 5) * 5);
    }

    /// <summary>The grid's values as steps that change half way between grid points.</summary>
    private static (double[] Angles, double[] Values) Steps(double[] angles, IReadOnlyList<double> values)
    {
        var xs = new List<double>();
        var ys = new List<double>();
        for (int i = 0; i < angles.Length; i++)
        {
            xs.Add(i == 0 ? angles[i] : (angles[i - 1] + angles[i]) / 2);
            xs.Add(i == angles.Length - 1 ? angles[i] : (angles[i] + angles[i + 1]) / 2);
            ys.Add(values[i]);
            ys.Add(values[i]);
        }
        return (xs.ToArray(), ys.ToArray());
    }

    private static AxisTicks AngleTicks(double[] angles)
    {
        double low = angles.Min(), high = angles.Max();
        if (high - low < 60) return AxisTicks.Linear(low, Math.Max(high, low + 1e-6));
        var ticks = Enumerable.Range(-6, 13).Select(i => 30.0 * i).Where(t => t >= low - 1.01 && t <= high + 1.01)
            .Select(t => (t, NumberText.Fixed(t, 0))).ToList();
        return new AxisTicks(Math.Floor(low), Math.Ceiling(high / 30 - 0.1) * 30, ticks);
    }
}
