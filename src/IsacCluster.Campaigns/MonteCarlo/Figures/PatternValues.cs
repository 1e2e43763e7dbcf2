using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;

namespace IsacCluster.Campaigns.MonteCarlo.Figures;

/// <summary>The beampatterns of all points and samples that a report has, from which the page's script draws the chosen ones.</summary>
internal static class PatternValues
{
    /// <summary>Null where there is one set of patterns at most, which the figures show.</summary>
    public static string? Json(CampaignResults results, IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        List<PointResults> points = [.. results.Points.Where(
            point => point.Beampatterns is { AnglesDeg.Count: > 1, ElevationsDeg: null } patterns
                && patterns.PatternByAlgorithm.Any(pattern => pattern.Value.Any(power => power > 0)))];
        if (points.Count == 0 || (points.Count == 1 && points[0].FurtherBeampatterns.Count == 0)) return null;
        var json = new PageJson();
        json.Begin('{').Name("algorithms").Begin('[');
        foreach (AlgorithmStyle style in styles.Values) FigureValues.Write(json.Begin('{'), style).End('}');
        json.End(']').Name("points").Begin('[');
        foreach (PointResults point in points)
        {
            json.Begin('{').Name("label").Text(PointText.Label(point)).Name("samples").Begin('[');
            foreach (SampleBeampatterns patterns in point.FurtherBeampatterns.Prepend(point.Beampatterns!)) Write(json, patterns, styles);
            json.End(']').End('}');
        }

        return json.End(']').End('}').ToString();
    }

    /// <summary>A list for each algorithm, null of one that returned no design.</summary>
    private static void Write(PageJson json, SampleBeampatterns patterns, IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        IReadOnlyList<double>? first = styles.Keys.Select(name => patterns.PatternByAlgorithm.GetValueOrDefault(name))
            .FirstOrDefault(pattern => pattern?.Any(double.IsFinite) == true);
        json.Begin('{').Name("sample").Number(patterns.Sample)
            .Name("scale").Value(first is null ? 1 : BeampatternFigures.DesiredScale(patterns, first));
        List(json.Name("angles"), patterns.AnglesDeg);
        List(json.Name("desired"), patterns.Desired);
        json.Name("v").Begin('[');
        foreach (string name in styles.Keys)
        {
            if (patterns.PatternByAlgorithm.GetValueOrDefault(name) is { } powers && powers.Any(double.IsFinite)) List(json, powers);
            else json.Raw("null");
        }

        json.End(']').End('}');
    }

    private static void List(PageJson json, IReadOnlyList<double> values)
    {
        json.Begin('[');
        foreach (double value in values) json.Value(value);
        json.End(']');
    }
}
