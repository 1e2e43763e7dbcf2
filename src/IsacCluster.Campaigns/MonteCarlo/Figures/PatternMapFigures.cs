using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Files;
using ScottPlot;

namespace IsacCluster.Campaigns.MonteCarlo.Figures;

/// <summary>
/// Beampatterns of one sample over azimuth and elevation, a map in decibel for each algorithm, with a ring at every target. A cell is a
/// direction of the grid; all maps of a sample have the same colours.
/// </summary>
internal static class PatternMapFigures
{
    private const int Width = 440, Height = 360, MostMaps = 6, MostValues = 3000;
    private const double RangeDb = 30;

    public static IEnumerable<Figure> Of(
        PointResults point, SampleBeampatterns patterns, IReadOnlyDictionary<string, AlgorithmStyle> styles, string suffix)
    {
        List<KeyValuePair<string, IReadOnlyList<double>>> shown =
            [.. patterns.PatternByAlgorithm.Where(p => styles.ContainsKey(p.Key) && p.Value.Any(power => power > 0)).Take(MostMaps)];
        if (shown.Count == 0) yield break;
        double top = Math.Ceiling(Decibels(shown.Max(p => p.Value.Where(double.IsFinite).Max()))), floor = top - RangeDb;
        string where = point.Params.Count == 0 ? "" : $", {AlgorithmStyle.Shorten(PointText.Label(point), 36)}";
        foreach ((string name, IReadOnlyList<double> powers) in shown)
        {
            AlgorithmStyle style = styles[name];
            yield return new Figure(
                $"beampattern-map-{FileSlug.Of(name)}{suffix}", $"Beampattern of {style.ShortName}{where}",
                $"Sample {patterns.Sample}{where}.",
                $"Beampattern of sample {patterns.Sample} of {name} over azimuth and elevation, in decibel.", Width, Height,
                LegendEntry.ColorBar($"{NumberText.Fixed(floor, 0)} dBW", $"{NumberText.Fixed(top, 0)} dBW"),
                plot => Draw(plot, patterns, style, powers, floor));
        }
    }

    private static void Draw(
        Plot plot, SampleBeampatterns patterns, AlgorithmStyle style, IReadOnlyList<double> powers, double floor)
    {
        IReadOnlyList<double> azimuths = patterns.AnglesDeg, elevations = patterns.ElevationsDeg!;
        (double[] across, double[] up) = (Edges(azimuths), Edges(elevations));
        FigureAxis x = BeampatternFigures.AngleAxis(across), y = BeampatternFigures.AngleAxis(up);
        int count = FigureTheme.Ramp.Count;
        var cells = from n in Enumerable.Range(0, powers.Count)
                    where double.IsFinite(powers[n])
                    let shade = (int)((Decibels(powers[n]) - floor) / RangeDb * count)
                    group (n % azimuths.Count, n / azimuths.Count) by Math.Clamp(shade, 0, count - 1);
        foreach (IGrouping<int, (int Column, int Row)> shade in cells)
        {
            plot.Add.Plottable(new ShadedCells(
                [
                    .. CellBlocks.Of(shade).Select(block => (
                        x.Place(across[block.Left]), y.Place(up[block.Bottom]), x.Place(across[block.Right + 1]),
                        y.Place(up[block.Top + 1]))),
                ],
                FigureTheme.Ramp[shade.Key]));
        }

        foreach ((double azimuth, double elevation) in patterns.Targets)
        {
            var ring = plot.Add.Marker(x.Place(azimuth), y.Place(elevation), MarkerShape.OpenCircle, 11, FigureTheme.Vermillion.Plot);
            ring.MarkerStyle.LineWidth = 1.7f;
        }

        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(x, "Azimuth θ"), new LabelledAxis(y, "Elevation φ"), [Values(style, azimuths, elevations, powers)],
            shared: false)
        {
            IsPicture = true,
        });
        x.Apply(plot.Axes.Bottom);
        y.Apply(plot.Axes.Left);
        plot.XLabel("Azimuth θ (degrees)");
        plot.YLabel("Elevation φ (degrees)");
        plot.Grid.XAxisStyle.IsVisible = plot.Grid.YAxisStyle.IsVisible = false;
    }

    /// <summary>What the pointer finds: of a fine grid every second or third direction.</summary>
    private static FigureSeries Values(
        AlgorithmStyle style, IReadOnlyList<double> azimuths, IReadOnlyList<double> elevations, IReadOnlyList<double> powers)
    {
        int step = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(powers.Count / (double)MostValues)));
        var values = from e in Enumerable.Range(0, elevations.Count)
                     where e % step == 0
                     from a in Enumerable.Range(0, azimuths.Count)
                     where a % step == 0 && powers[e * azimuths.Count + a] > 0
                     select new FigureValue(
                         azimuths[a], elevations[e], Name: $"{NumberText.Fixed(Decibels(powers[e * azimuths.Count + a]), 1)} dBW");
        return new FigureSeries(style, [.. values]) { Line = false };
    }

    /// <summary>Half way between the values, and as far beyond the ends.</summary>
    private static double[] Edges(IReadOnlyList<double> values)
    {
        if (values.Count == 1) return [values[0] - 0.5, values[0] + 0.5];
        int last = values.Count - 1;
        return
        [
            values[0] - (values[1] - values[0]) / 2,
            .. values.Zip(values.Skip(1), static (a, b) => (a + b) / 2),
            values[last] + (values[last] - values[last - 1]) / 2,
        ];
    }

    private static double Decibels(double power) => power > 0 ? 10 * Math.Log10(power) : -400;
}
