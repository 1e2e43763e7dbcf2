using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Html;
using IsacCluster.Reporting.Sweeps;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Html;

/// <summary>What was simulated: every field of the scenario with its unit, and the specification.</summary>
internal static class ScenarioSection
{
    private const int MostValues = 8;

    /// <param name="points">Parameters of each point, for the values of swept fields.</param>
    /// <param name="yaml">The specification; null where it is not known.</param>
    public static XElement? Of(
        IReadOnlyDictionary<string, ScenarioValue>? scenario, IEnumerable<IReadOnlyDictionary<string, object>> points, string? yaml)
    {
        List<IReadOnlyDictionary<string, object>> all = [.. points];
        return SpecificationSection.Of(
            "What was simulated", "Every field of the scenario; what the specification does not give has its default.",
            scenario is null ? [] : [.. scenario.Select(field => (Term(field.Key), Text(field.Key, field.Value, all)))],
            yaml);
    }

    private static string Term(string name) => ScenarioFields.Registered.Find(name) is not { Title: { } title } field
        ? string.Concat(char.ToUpperInvariant(name[0]).ToString(), name.AsSpan(1)).Replace('_', ' ')
        : field.Symbol.Length == 0 ? title : $"{title} {field.Symbol}";

    private static string Text(string name, ScenarioValue value, List<IReadOnlyDictionary<string, object>> points)
    {
        string unit = value.Unit is null ? "" : $" {value.Unit}";
        if (value.Value is { } one) return ParameterValue.Of(one).Text + unit;
        string[] swept =
            [.. points.Where(point => point.ContainsKey(name)).Select(point => ParameterValue.Of(point[name]).Text).Distinct()];
        return swept.Length == 0 ? "swept"
            : swept.Length <= MostValues ? $"{string.Join(", ", swept)}{unit} (swept)"
            : $"{swept[0]} to {swept[^1]}{unit} ({NumberText.Count(swept.Length)} values, swept)";
    }
}
