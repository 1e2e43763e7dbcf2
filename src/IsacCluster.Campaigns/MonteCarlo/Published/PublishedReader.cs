using System.Globalization;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.MonteCarlo.Published;

/// <summary>Reads published: a list of {label: paper SDR, sinr_db: [3, 4], mse: [0.2006, 0.2048]}.</summary>
internal sealed class PublishedReader(
    IReadOnlyList<SweepAxis> sweep, IReadOnlyList<DesignMetric> metrics, IReadOnlyList<AlgorithmSpecification> algorithms)
{
    private const int Most = 16;
    private const string Label = "label";
    private static readonly NumberRange Share = NumberRange.Closed(0, 1), Finite = new("a finite number", double.IsFinite);

    /// <summary>Columns of their own range; metrics take any finite number.</summary>
    private static readonly Dictionary<string, NumberRange> Columns = new()
    {
        [PublishedSeries.Mse] = NumberRange.Positive,
        [PublishedSeries.Satisfaction] = Share,
        [PublishedSeries.ProjectionUsage] = Share,
        [PublishedSeries.Time] = NumberRange.Positive,
    };

    private readonly Dictionary<string, double[]> _swept = sweep.Where(IsNumeric).ToDictionary(
        axis => axis.Field, axis => axis.Values.Select(value => Convert.ToDouble(value.Parameter, CultureInfo.InvariantCulture)).ToArray());

    private readonly string[] _columns = [.. Columns.Keys, .. metrics.Select(metric => metric.Name)];

    private readonly HashSet<string> _labels = [.. algorithms.Select(algorithm => algorithm.Label)];

    public IReadOnlyList<PublishedSeries> Read(Field field)
    {
        if (_swept.Count == 0) throw field.Error("it needs a sweep over a field of numbers, against which it is drawn.");
        return [.. field.Items($"a list of mappings of {string.Join(", ", Known)}", Most).Select(Series)];
    }

    private IEnumerable<string> Known => [Label, .. _swept.Keys, .. _columns];

    private PublishedSeries Series(Field item)
    {
        FieldMapping mapping = FieldMapping.Of(item, [.. Known]);
        Field label = mapping.Required(Label, "a name for the legend");
        string text = label.Text("a name for the legend, of one line");
        if (!_labels.Add(text)) throw label.NotAllowed("a label that no algorithm and no other published values have");
        string[] along = [.. mapping.Given.Keys.Where(_swept.ContainsKey)], columns = [.. mapping.Given.Keys.Where(_columns.Contains)];
        if (along.Length != 1) throw item.Error($"expected one of {string.Join(", ", _swept.Keys)}, the swept field of its values.");
        if (columns.Length == 0) throw item.Error($"expected values of one or more of {string.Join(", ", _columns)}.");
        double[] at = Places(mapping.Given[along[0]], _swept[along[0]]);
        return new PublishedSeries(text, along[0], at, columns.ToDictionary(
            name => name, name => Values(mapping.Given[name], Columns.GetValueOrDefault(name, Finite), at.Length)));
    }

    private static double[] Places(Field field, double[] swept)
    {
        var allowed = new NumberRange("distinct values of the sweep", swept.Contains);
        List<double> read = [];
        foreach (Field item in field.Items(allowed.Description, swept.Length))
        {
            double value = item.Number(allowed);
            if (read.Contains(value)) throw item.NotAllowed(allowed.Description);
            read.Add(value);
        }

        return [.. read];
    }

    private static IReadOnlyList<double> Values(Field field, NumberRange range, int count)
    {
        string expected = $"a list of {count} numbers, one for each value of the swept field";
        IReadOnlyList<Field> items = field.Items(expected, count);
        if (items.Count != count) throw field.Error($"expected {expected}, not {items.Count}.");
        return [.. items.Select(item => item.Number(range))];
    }

    private static bool IsNumeric(SweepAxis axis) => axis.Values.All(value => value.Parameter is long or int or double);
}
