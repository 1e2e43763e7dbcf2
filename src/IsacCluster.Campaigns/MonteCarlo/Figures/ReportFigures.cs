using IsacCluster.Campaigns.MonteCarlo.Published;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting.Figures;

namespace IsacCluster.Campaigns.MonteCarlo.Figures;

/// <summary>All figures of a campaign, drawn.</summary>
internal sealed class ReportFigures
{
    /// <summary>Figures of metrics against parameters that a page has about; the rest is reached by a choice in the page.</summary>
    private const int MostMetricFigures = 40, ManyPoints = 100;

    private ReportFigures(IReadOnlyDictionary<string, AlgorithmStyle> styles) => Styles = styles;

    public IReadOnlyDictionary<string, AlgorithmStyle> Styles { get; }
    public required IReadOnlyList<FigureGroup> Metrics { get; init; }

    /// <summary>All points for the page's script; null where the figures show all there is.</summary>
    public string? Sweep { get; init; }

    /// <summary>All beampatterns for the page's script; null where the figures show all there is.</summary>
    public string? Patterns { get; init; }
    public required IReadOnlyList<FigureGroup> Maps { get; init; }
    public required IReadOnlyList<FigureGroup> Tradeoffs { get; init; }
    public required IReadOnlyList<FigureGroup> Beampatterns { get; init; }
    public required IReadOnlyList<FigureGroup> Timing { get; init; }

    public IEnumerable<RenderedFigure> All =>
        Metrics.Concat(Maps).Concat(Tradeoffs).Concat(Beampatterns).Concat(Timing).SelectMany(group => group.Figures);

    public static ReportFigures Draw(CampaignResults results)
    {
        var styles = AlgorithmStyle.Assign(ReferenceAlgorithm.Names(results));
        var layout = new SweepLayout(results);
        var metrics = IntervalMetric.Of(results);
        string? patterns = PatternValues.Json(results, styles);
        return new ReportFigures(styles)
        {
            Metrics = layout.Parameters.Count == 0
                ? DotPlots(results, metrics, styles)
                : layout.Parameters.Select(parameter => Along(parameter, layout, metrics, styles, results.Published))
                    .Where(NotEmpty).ToList(),
            Patterns = patterns,
            Sweep = SweepValues.Json(results, layout, metrics, styles),
            Maps = DrawMaps(results, layout, metrics, styles),
            Tradeoffs =
            [
                .. TradeoffFigures.Of(results, styles).Select(figure => new FigureGroup(
                    "Accuracy against time", figure.Caption, figure.Legend, [FigureRenderer.Render(figure)])),
            ],
            Beampatterns = DrawPatterns(results, styles, values: patterns is null),
            Timing = TimingFigures.Of(results, styles)
                .Select(figure => new FigureGroup(figure.Title, figure.Caption, figure.Legend, [FigureRenderer.Render(figure)])).ToList(),
        };
    }

    private static FigureGroup Along(
        SweepParameter parameter, SweepLayout layout, IReadOnlyList<IntervalMetric> metrics,
        IReadOnlyDictionary<string, AlgorithmStyle> styles, IReadOnlyList<PublishedSeries> published)
    {
        var panels = layout.PanelsAlong(parameter);
        int budget = layout.PointCount > ManyPoints ? MostMetricFigures / 2 : MostMetricFigures;
        int most = Math.Clamp(budget / (layout.Parameters.Count * metrics.Count), 1, MetricFigures.MostPanels);
        var shown = EvenChoice.Of(panels, most);
        var figures = MetricFigures.Along(parameter, shown, metrics, styles, published).ToList();
        string note = "Mean with 95 % interval (times: the mean); markers are shifted sideways a little where they would hide each other."
            + LeftOut(shown.Count, panels.Count, "combinations of the other parameters")
            + LeftOut(Math.Min(parameter.Values.Count, MetricFigures.MostValues), parameter.Values.Count, "values")
            + Of([.. published.Where(series => series.Parameter == parameter.Name)]);
        return new FigureGroup(
            $"Against {parameter.Label}", note, SharedLegend(figures, styles, published), FigureRenderer.Render(figures));
    }

    private static string Of(IReadOnlyList<PublishedSeries> published) => published.Count == 0 ? ""
        : $" Points of {string.Join(", ", published.Select(series => series.Label))} are as published, not computed here.";

    private static List<FigureGroup> DrawMaps(
        CampaignResults results, SweepLayout layout, IReadOnlyList<IntervalMetric> metrics,
        IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        IReadOnlyList<RenderedFigure> figures = FigureRenderer.Render(HeatmapFigures.Of(results, layout, metrics, styles));
        if (figures.Count == 0) return [];
        string fixedValues = layout.Parameters.Count(parameter => parameter.Values.Count > 1) > 2
            ? " Of further parameters the first values." : "";
        return [new FigureGroup("Over two parameters", "Each map has colours of its own." + fixedValues, [], figures)];
    }

    private static List<FigureGroup> DotPlots(
        CampaignResults results, IReadOnlyList<IntervalMetric> metrics, IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        var shown = EvenChoice.Of(results.Points, MetricFigures.MostPanels);
        // Times of a single point have a figure in their section.
        List<IntervalMetric> drawn = [.. metrics.Where(metric => metric.Range != MetricRange.Time)];
        var figures = FigureRenderer.Render(
            shown.SelectMany((point, i) => DotPlotFigures.Of(point, drawn, styles, shown.Count == 1 ? "" : $"-{i + 1}")));
        string note = "Estimate with 95 % interval." + LeftOut(shown.Count, results.Points.Count, "points");
        return figures.Count == 0 ? [] : [new FigureGroup("By algorithm", note, [], figures)];
    }

    /// <param name="values">Whether the page's script draws no patterns of its own, so that these say their values.</param>
    private static List<FigureGroup> DrawPatterns(
        CampaignResults results, IReadOnlyDictionary<string, AlgorithmStyle> styles, bool values)
    {
        var points = results.Points.Where(point => point.Beampatterns is not null).ToList();
        var shown = EvenChoice.Of(points, BeampatternFigures.MostPoints);
        var figures = shown.SelectMany((point, i) =>
            BeampatternFigures.Of(point, point.Beampatterns!, styles, shown.Count == 1 ? "" : $"-{i + 1}", values)).ToList();
        string note = "One sample per point, linear and in decibel."
            + " The desired pattern is drawn at the height β at which the MSE compares it with the first algorithm."
            + LeftOut(shown.Count, points.Count, "points");
        List<FigureGroup> groups = [];
        if (figures.Count > 0)
            groups.Add(new FigureGroup("Beampatterns", note, SharedLegend(figures, styles), [.. figures.Select(FigureRenderer.Render)]));
        var maps = shown.Where(static point => point.Beampatterns!.ElevationsDeg is not null).SelectMany((point, i) =>
            PatternMapFigures.Of(point, point.Beampatterns!, styles, shown.Count == 1 ? "" : $"-{i + 1}")).ToList();
        if (maps.Count == 0) return groups;
        string mapNote = "One sample per point over azimuth and elevation, in steps of 5 dB down from the strongest of its maps; a ring is"
            + " a target." + LeftOut(shown.Count, points.Count, "points");
        groups.Add(new FigureGroup("Beampattern maps", mapNote, [], FigureRenderer.Render(maps)));
        return groups;
    }

    private static bool NotEmpty(FigureGroup group) => group.Figures.Count > 0;

    /// <summary>In the order of the algorithms, before what others published; what is neither first.</summary>
    private static List<LegendEntry> SharedLegend(
        IEnumerable<Figure> figures, IReadOnlyDictionary<string, AlgorithmStyle> styles, IReadOnlyList<PublishedSeries>? published = null)
    {
        List<string> order = [.. styles.Keys, .. (published ?? []).Select(series => series.Label)];
        return [.. figures.SelectMany(figure => figure.Legend).DistinctBy(entry => entry.Text).OrderBy(entry => order.IndexOf(entry.Text))];
    }

    private static string LeftOut(int shown, int all, string what) =>
        shown == all ? "" : $" {shown} of {all} {what} are drawn, evenly chosen; results.csv has them all.";
}
