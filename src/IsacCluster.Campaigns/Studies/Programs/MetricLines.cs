using System.Globalization;
using System.Text;
using System.Text.Json;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies.Programs;

/// <summary>
/// What the lines of a program say: a JSON object with a step and a value (by that name, or what the first metric is) is intermediate; of
/// the others the last one that has a metric holds its value; where there is none the last intermediate one does. Other lines are a log.
/// NaN and infinities, which JSON has not and Python writes, are null.
/// </summary>
/// <param name="metrics">Names of the numbers that are read.</param>
/// <param name="first">The first metric; null: the first of the names.</param>
internal sealed class MetricLines(IReadOnlyList<string> metrics, Formula? first = null)
{
    private const string Step = "step", Value = "value";
    private const char ByteOrderMark = '\uFEFF'; // with which some languages begin whatever they write
    private static readonly string[] NotFinite = ["-Infinity", "Infinity", "NaN"];

    private readonly Formula _first = first ?? Formula.OfName(metrics[0]);
    private readonly double?[] _final = new double?[metrics.Count], _intermediate = new double?[metrics.Count];

    /// <summary>Whether any line was a JSON object.</summary>
    public bool HasAny { get; private set; }

    /// <summary>The value of each metric, NaN where it is not finite; null where no line has it.</summary>
    public IReadOnlyList<double?> Values => [.. _final.Select((value, k) => value ?? _intermediate[k])];

    /// <summary>Forgets the values: what was read so far is of attempts that failed.</summary>
    public void Forget()
    {
        Array.Clear(_final);
        Array.Clear(_intermediate);
        HasAny = false;
    }

    /// <summary>Takes in a line; the value that it reports, if it is intermediate.</summary>
    public IntermediateValue? Take(string line)
    {
        if (Parse(line) is not { } json) return null;
        HasAny = true;
        double? reported = Number(json, Value) ?? FirstOf(json);
        IntermediateValue? intermediate = StepOf(json) is { } step && reported is { } value ? new IntermediateValue(step, value) : null;
        double?[] values = intermediate is null ? _final : _intermediate;
        for (int k = 0; k < values.Length; k++) values[k] = Number(json, metrics[k]) ?? values[k];
        bool isFirst = metrics.Count == 1 && _first.Text == metrics[0];
        if (intermediate is not null && isFirst) _intermediate[0] = Number(json, metrics[0]) ?? reported;
        return intermediate;
    }

    /// <summary>The first metric of a line that has all numbers which it is of.</summary>
    private double? FirstOf(JsonElement json)
    {
        double[] numbers = new double[_first.Names.Count];
        for (int k = 0; k < numbers.Length; k++)
        {
            if (Number(json, _first.Names[k]) is not { } number) return null;
            numbers[k] = number;
        }

        return _first.Evaluate(_first.Names, numbers) is var value && double.IsFinite(value) ? value : double.NaN;
    }

    private static long? StepOf(JsonElement json) =>
        json.TryGetProperty(Step, out JsonElement step) && step.ValueKind == JsonValueKind.Number && step.TryGetDouble(out double number)
        && number == Math.Floor(number) && Math.Abs(number) < 1L << 53
            ? (long)number
            : null;

    /// <summary>A number; programs write NaN and infinities as text, too, if at all.</summary>
    private static double? Number(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out JsonElement value)) return null;
        double? number = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.Null => double.NaN,
            JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double read)
                => read,
            _ => null,
        };
        return number is { } found && !double.IsFinite(found) ? double.NaN : number;
    }

    private static JsonElement? Parse(string line)
    {
        string text = line.TrimStart(ByteOrderMark).Trim();
        if (!text.StartsWith('{')) return null;
        try
        {
            using var document = JsonDocument.Parse(WithNulls(text));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null; // a line of a log that looks like JSON
        }
    }

    /// <summary>The text with null for each NaN and infinity outside of its strings.</summary>
    private static string WithNulls(string text)
    {
        if (!NotFinite.Any(word => text.Contains(word, StringComparison.Ordinal))) return text;
        var json = new StringBuilder(text.Length);
        bool quoted = false;
        for (int at = 0; at < text.Length; at++)
        {
            string? word = quoted
                ? null
                : NotFinite.FirstOrDefault(word => text.AsSpan(at).StartsWith(word, StringComparison.Ordinal));
            if (word is not null)
            {
                json.Append("null");
                at += word.Length - 1;
                continue;
            }

            if (text[at] == '"') quoted = !quoted;
            json.Append(text[at]);
            if (quoted && text[at] == '\\' && at + 1 < text.Length) json.Append(text[++at]);
        }

        return json.ToString();
    }
}
