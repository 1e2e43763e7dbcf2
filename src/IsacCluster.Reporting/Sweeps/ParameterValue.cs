using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace IsacCluster.Reporting.Sweeps;

/// <summary>The value of a swept parameter: its text, and its number where it is one.</summary>
public readonly record struct ParameterValue(string Text, double? Number)
{
    public static ParameterValue Of(object? value) => value switch
    {
        null => new("none", null),
        string text => new(text, null),
        bool flag => new(flag ? "true" : "false", null),
        JsonElement element => OfJson(element),
        IReadOnlyDictionary<string, object> members => new(Mapping(members), null),
        IDictionary<string, object> members => new(Mapping(members), null),
        IEnumerable items => new($"[{string.Join(", ", items.Cast<object?>().Select(item => Of(item).Text))}]", null),
        IConvertible number => OfNumber(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => new(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", null),
    };

    private static ParameterValue OfNumber(double number) =>
        double.IsFinite(number) ? new(NumberText.Shortest(number), number) : new("none", null);

    private static ParameterValue OfJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => OfNumber(element.GetDouble()),
        JsonValueKind.String => new(element.GetString()!, null),
        JsonValueKind.Array => new($"[{string.Join(", ", element.EnumerateArray().Select(item => OfJson(item).Text))}]", null),
        JsonValueKind.Null => new("none", null),
        _ => new(element.GetRawText(), null),
    };

    private static string Mapping(IEnumerable<KeyValuePair<string, object>> members) =>
        $"{{{string.Join(", ", members.Select(member => $"{member.Key}: {Of(member.Value).Text}"))}}}";
}
