using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IsacCluster.Campaigns.MonteCarlo.Results;
using YamlDotNet.RepresentationModel;

namespace IsacCluster.Campaigns.MonteCarlo.Comparison;

/// <summary>Which fields of two specifications differ: as written, and where they are swept or left out as in force.</summary>
internal static partial class SpecificationDifferences
{
    private const string Name = "name", Scenario = "scenario", Version = "version of ";

    public static IReadOnlyList<FieldDifference> Of(CampaignResults a, CampaignResults b)
    {
        var (mine, theirs) = (Fields(a), Fields(b));
        return [.. mine.Keys.Concat(theirs.Keys.Except(mine.Keys)).Where(field => field != Name)
            .Select(field => new FieldDifference(field, mine.GetValueOrDefault(field), theirs.GetValueOrDefault(field)))
            .Where(field => !AreSame(field))];
    }

    /// <summary>Numbers by their values: 1e-10 and 1E-10 are one. The numbers of a version are words.</summary>
    private static bool AreSame(FieldDifference field) => field.A == field.B
        || (field is { A: { } a, B: { } b } && !field.Field.StartsWith(Version, StringComparison.Ordinal) && Spelled(a) == Spelled(b));

    private static string Spelled(string text) => Number().Replace(text, number =>
        double.Parse(number.ValueSpan, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<![\w.])[-+]?\d+(\.\d*)?([eE][-+]?\d+)?(?![\w.])")]
    private static partial Regex Number();

    private static OrderedDictionary<string, string> Fields(CampaignResults results)
    {
        var fields = new OrderedDictionary<string, string>();
        foreach ((string name, ScenarioValue value) in results.Scenario ?? new Dictionary<string, ScenarioValue>())
            if (value.Value is not null) fields[$"{Scenario}.{name}"] = Plain(JsonSerializer.Serialize(value.Value));
        if (results.Specification is not { } text) return fields;
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        if (stream.Documents is [{ RootNode: YamlMappingNode root }, ..])
        {
            foreach ((YamlNode key, YamlNode value) in root.Children)
            {
                // The scenario above has every field with its default; a swept one stands under sweep.
                if (results.Scenario is null || $"{key}" != Scenario) Add(fields, $"{key}", value);
            }
        }

        fields["seed"] = $"{results.Manifest.Seed}";
        foreach ((string what, string version) in results.Manifest.Versions) fields[$"{Version}{what}"] = version;
        fields["instruction set"] = results.Manifest.Isa;
        return fields;
    }

    private static void Add(OrderedDictionary<string, string> fields, string path, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                foreach ((YamlNode key, YamlNode value) in mapping.Children) Add(fields, $"{path}.{key}", value);
                break;
            case YamlSequenceNode sequence when sequence.Children.All(child => child is YamlScalarNode):
                fields[path] = $"[{string.Join(", ", sequence.Children)}]";
                break;
            case YamlSequenceNode sequence:
                foreach ((int at, YamlNode child) in sequence.Children.Index()) Add(fields, $"{path}[{at}]", child);
                break;
            default:
                fields[path] = $"{node}";
                break;
        }
    }

    private static string Plain(string json) =>
        json.Trim('"').Replace(",", ", ", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
}
