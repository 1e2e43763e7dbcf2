using IsacCluster.Reporting.Sweeps;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

internal enum SweepScale
{
    Linear,
    Logarithmic,
    Categorical,
}

/// <summary>A parameter that takes more than one value in the campaign, and how an axis of a figure shows it.</summary>
/// <param name="Name">Field name in the specification.</param>
/// <param name="Values">Distinct values: ascending where all are numbers, else in the order of first appearance.</param>
internal sealed record SweepParameter(string Name, SweepScale Scale, IReadOnlyList<ParameterValue> Values)
{
    /// <summary>Axis label with symbol and unit.</summary>
    public string Label => ScenarioFields.Registered.Find(Name)?.AxisLabel ?? WithUnitOfSuffix(Name);

    private readonly Dictionary<string, int> _categories = Values.Index().ToDictionary(entry => entry.Item.Text, entry => entry.Index);

    /// <summary>What orders the values and places them on an axis: the number, or the index of the category.</summary>
    public double Position(ParameterValue value) => Scale == SweepScale.Categorical ? _categories[value.Text] : value.Number!.Value;

    public static ParameterValue ValueAt(PointResults point, string name) =>
        ParameterValue.Of(point.Params.TryGetValue(name, out var value) ? value : null);

    public static SweepParameter Of(string name, IEnumerable<PointResults> points)
    {
        var values = points.Select(point => ValueAt(point, name)).DistinctBy(value => value.Text).ToList();
        if (values.Any(value => value.Number is null)) return new(name, SweepScale.Categorical, values);
        var ascending = values.OrderBy(value => value.Number).ToList();
        return new(
            name, IsLogSpaced(ascending.Select(v => v.Number!.Value).ToList()) ? SweepScale.Logarithmic : SweepScale.Linear, ascending);
    }

    /// <summary>
    /// At least a decade of positive values whose steps are more even in the logarithm than as they are
    /// (two values: at least two decades, since any two are evenly spaced).
    /// </summary>
    private static bool IsLogSpaced(List<double> ascending)
    {
        if (ascending.Count < 2 || ascending[0] <= 0) return false;
        double range = ascending[^1] / ascending[0];
        if (ascending.Count == 2) return range >= 100;
        return range >= 10 && Unevenness(ascending.Select(Math.Log10)) < Unevenness(ascending);
    }

    /// <summary>Largest step over smallest step.</summary>
    private static double Unevenness(IEnumerable<double> ascending)
    {
        double[] values = ascending.ToArray();
        var steps = values.Zip(values.Skip(1), (a, b) => b - a).ToList();
        return steps.Max() / steps.Min();
    }

    private static string WithUnitOfSuffix(string name)
    {
        foreach (var (suffix, unit) in UnitSuffixes)
            if (name.EndsWith(suffix, StringComparison.Ordinal)) return $"{name[..^suffix.Length].Replace('_', ' ')} ({unit})";
        return name.Replace('_', ' ');
    }

    private static readonly (string Suffix, string Unit)[] UnitSuffixes =
        [("_db", "dB"), ("_dbm", "dBm"), ("_deg", "degrees"), ("_m", "m"), ("_s", "s"), ("_w", "W")];
}
