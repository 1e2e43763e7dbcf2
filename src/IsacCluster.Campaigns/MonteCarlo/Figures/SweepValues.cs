using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;

namespace IsacCluster.Campaigns.MonteCarlo.Figures;

/// <summary>All points of a sweep over several parameters, from which the page's script draws what is chosen.</summary>
internal static class SweepValues
{
    /// <summary>Of more points the page carries no intervals; results.csv has them.</summary>
    private const int MostWithIntervals = 2000;

    /// <summary>Null where at most one parameter is swept: the figures then show all there is.</summary>
    public static string? Json(
        CampaignResults results, SweepLayout layout, IReadOnlyList<IntervalMetric> metrics,
        IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        if (layout.Parameters.Count < 2) return null;
        var json = new PageJson();
        json.Begin('{').Name("parameters").Begin('[');
        foreach (SweepParameter parameter in layout.Parameters) Write(json, parameter);
        json.End(']').Name("algorithms").Begin('[');
        foreach (AlgorithmStyle style in styles.Values) FigureValues.Write(json.Begin('{'), style).End('}');
        json.End(']').Name("points").Begin('[');
        Dictionary<string, int>[] places =
        [
            .. layout.Parameters.Select(parameter => parameter.Values.Index().ToDictionary(value => value.Item.Text, value => value.Index)),
        ];
        foreach (PointResults point in results.Points)
        {
            json.Begin('[');
            foreach ((int k, SweepParameter parameter) in layout.Parameters.Index())
                json.Number(places[k][SweepParameter.ValueAt(point, parameter.Name).Text]);
            json.End(']');
        }

        json.End(']').Name("metrics").Begin('[');
        bool intervals = results.Points.Count <= MostWithIntervals;
        foreach (IntervalMetric metric in metrics) Write(json, metric, results, styles, intervals);
        return json.End(']').End('}').ToString();
    }

    private static void Write(PageJson json, SweepParameter parameter)
    {
        bool named = parameter.Scale == SweepScale.Categorical;
        json.Begin('{').Name("name").Text(parameter.Name).Name("label").Text(parameter.Label)
            .Name("scale").Text(parameter.Scale == SweepScale.Logarithmic ? "log" : "linear").Name("texts").Begin('[');
        foreach (var value in parameter.Values) json.Text(value.Text);
        json.End(']');
        if (!named)
        {
            json.Name("values").Begin('[');
            foreach (var value in parameter.Values) json.Number(value.Number!.Value);
            json.End(']');
        }

        json.End('}');
    }

    /// <summary>For each algorithm one entry a point: the value, with its interval a list of three, null where there is none.</summary>
    private static void Write(
        PageJson json, IntervalMetric metric, CampaignResults results, IReadOnlyDictionary<string, AlgorithmStyle> styles, bool intervals)
    {
        json.Begin('{').Name("title").Text(metric.Title).Name("label").Text(metric.AxisLabel).Name("unit").Text(metric.Unit)
            .Name("range").Text(metric.Range.ToString()).Name("v").Begin('[');
        foreach (string name in styles.Keys)
        {
            json.Begin('[');
            foreach (PointResults point in results.Points)
            {
                IntervalValue? of = point.Algorithms.FirstOrDefault(algorithm => algorithm.Name == name) is { } algorithm
                    ? metric.ValueOf(algorithm) : null;
                if (of is not { } value) json.Raw("null");
                else if (!intervals || !value.HasInterval) json.Value(value.Value);
                else
                {
                    double length = value.High - value.Low;
                    json.Begin('[').Value(value.Value, length).Value(value.Low, length).Value(value.High, length).End(']');
                }
            }

            json.End(']');
        }

        json.End(']').End('}');
    }
}
