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
        PointResults point, SampleBeampatterns patterns, IReadOnlyDictionary<string, AlgorithmStyle> styles, string suffix,
        bool values)
    {
        var shown = patterns.PatternByAlgorithm.Where(p => styles.ContainsKey(p.Key) && p.Value.Any(double.IsFinite)).ToList();
        if (shown.Count == 0 || patterns.AnglesDeg.Count == 0 || patterns.ElevationsDeg is not null) yield break;
        double scale = DesiredScale(patterns, shown[0].Value);
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
                    + " against the desired pattern.",
                MetricFigures.Width, MetricFigures.Height, legend,
                plot => Draw(plot, patterns, scale, shown.Select(p => (styles[p.Key], p.Value)).ToList(), decibel, values));
        }
    }

    /// <summary>
    /// beta = sum w b p / sum w b^2 of the first pattern: the height at which the MSE compares the desired pattern; 1 if b = 0.
    /// </summary>
    internal static double DesiredScale(SampleBeampatterns patterns, IReadOnlyList<double> pattern)
    {
        double peak = Peak(pattern), inner = 0, norm = 0;
        for (int n = 0; n < patterns.Desired.Count; n++)
        {
            double level = patterns.Desired[n], weight = patterns.Weights?[n] ?? 1;
            norm += weight * level * level;
            if (double.IsFinite(pattern[n])) inner += weight * level * (pattern[n] / peak);
        }

        return norm > 0 && peak > 0 ? peak * (inner / norm) : 1;
    }

    private static double Peak(IEnumerable<double> powers) => powers.Where(double.IsFinite).DefaultIfEmpty(0).Max();

    private static void Draw(
        Plot plot, SampleBeampatterns patterns, double scale,
        List<(AlgorithmStyle Style, IReadOnlyList<double> Values)> shown, bool decibel, bool values)
    {
        double[] powers = [.. shown.SelectMany(s => s.Values).Where(double.IsFinite)];
        (double floor, double ceiling) = decibel ? DecibelRange(powers) : (0, Peak(powers));
        FigureAxis levels = decibel ? FigureAxis.Linear(floor, ceiling, count: 7)
            : FigureAxis.Linear(floor, ceiling, margin: 0.04, count: 5), along = AngleAxis(patterns.AnglesDeg);
        double Place(double power) => levels.Place(decibel ? Math.Max(floor, Decibels(power)) : power);

        var (stepAngles, stepValues) = Steps(patterns.AnglesDeg, patterns.Desired);
        double[] steps = [.. stepAngles.Select(along.Place)];
        var desired = plot.Add.FillY(steps, [.. stepValues.Select(b => Place(b * scale))], [.. steps.Select(_ => levels.Place(floor))]);
        desired.FillColor = FigureTheme.Desired.Plot;
        desired.LineWidth = 0;
        desired.MarkerShape = MarkerShape.None;
        for (int i = 0; i < shown.Count; i++)
        {
            (double Angle, double Power)[] points =
                [.. patterns.AnglesDeg.Zip(shown[i].Values).Where(point => double.IsFinite(point.Second))];
            double[] xs = [.. points.Select(p => along.Place(p.Angle))], ys = [.. points.Select(p => Place(p.Power))];
            var line = plot.Add.ScatterLine(xs, ys, shown[i].Style.Color.Plot);
            // Thinner towards the front: curves that coincide stay visible as a dashed core on a broader line.
            line.LineWidth = Math.Max(StrokeWidth.Line, 3.4f - 0.55f * i);
            line.LinePattern = shown[i].Style.Pattern;
        }

        if (values)
        {
            plot.Add.Plottable(new FigureValues(
                new LabelledAxis(along, "Angle θ"), new LabelledAxis(levels, decibel ? "P(θ) (dBW)" : "P(θ) (W)"),
                [
                    .. shown.Select(one => new FigureSeries(
                        one.Style,
                        [
                            .. patterns.AnglesDeg.Zip(one.Values).Where(point => double.IsFinite(point.Second)).Select(point =>
                                new FigureValue(point.First, decibel ? Math.Max(floor, Decibels(point.Second)) : point.Second)),
                        ])
                    {
                        Marker = false,
                    }),
                ],
                shared: true));
        }

        levels.Apply(plot.Axes.Left);
        along.Apply(plot.Axes.Bottom);
        plot.YLabel(decibel ? "Beampattern P(θ) (dBW)" : "Beampattern P(θ) (W)");
        plot.XLabel("Angle θ (degrees)");
    }

    private static double Decibels(double power) => power > 0 ? 10 * Math.Log10(power) : double.NegativeInfinity;

    /// <summary>
    /// From just below the deepest null, but no more than the dynamic range below the top, to just above the peak, in steps of 5 dB.
    /// </summary>
    private static (double Floor, double Ceiling) DecibelRange(double[] powers)
    {
        double[] levels = [.. powers.Where(power => power > 0).Select(Decibels)];
        if (levels.Length == 0) return (-DynamicRangeDb, 0);
        double ceiling = Math.Ceiling(levels.Max() / 5 + 0.2) * 5;
        return (Math.Max(ceiling - DynamicRangeDb, Math.Floor((levels.Min() - 1) / 5) * 5), ceiling);
    }

    /// <summary>The grid's values as steps that change half way between grid points.</summary>
    private static (double[] Angles, double[] Values) Steps(IReadOnlyList<double> angles, IReadOnlyList<double> values)
    {
        var xs = new List<double>();
        var ys = new List<double>();
        for (int i = 0; i < angles.Count; i++)
        {
            xs.Add(i == 0 ? angles[i] : (angles[i - 1] + angles[i]) / 2);
            xs.Add(i == angles.Count - 1 ? angles[i] : (angles[i] + angles[i + 1]) / 2);
            ys.Add(values[i]);
            ys.Add(values[i]);
        }
        return (xs.ToArray(), ys.ToArray());
    }

    /// <summary>Every 30 degrees where there is room for a few of them.</summary>
    internal static FigureAxis AngleAxis(IReadOnlyList<double> angles)
    {
        double low = angles.Min(), high = angles.Max();
        if (!(high - low is >= 60 and <= 360)) return FigureAxis.Linear(low, high);
        var ticks = Enumerable.Range((int)Math.Floor(low / 30), (int)Math.Ceiling((high - low) / 30) + 2)
            .Select(i => 30.0 * i).Select(t => (t, NumberText.Fixed(t, 0)));
        return FigureAxis.Linear(Math.Floor(low), Math.Ceiling(high / 30 - 0.1) * 30).WithTicks(ticks);
    }
}
