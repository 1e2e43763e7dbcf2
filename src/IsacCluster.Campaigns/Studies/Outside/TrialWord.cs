using System.Globalization;
using System.Text.Json;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Studies.Outside;

/// <summary>
/// What a worker says of its trial, read field by field; what is wrong is one sentence with the field and what is allowed.
/// </summary>
internal sealed class TrialWord
{
    public const string Complete = "complete", Failed = "failed", Pruned = "pruned", Waiting = "waiting";

    private const int MostError = 2000;
    private static readonly string[] Told = ["state", "value", "values", "error", "retry"], Reports = ["step", "value"];
    private readonly JsonElement _word;

    /// <param name="verb">tell or report.</param>
    /// <exception cref="SpecificationException">It has a field that is not expected.</exception>
    public TrialWord(string verb, JsonElement word)
    {
        (_word, IsReport) = (word, verb == "report");
        string[] known = IsReport ? Reports : Told;
        if (word.ValueKind != JsonValueKind.Object) throw new SpecificationException($"expected an object of {string.Join(", ", known)}.");
        foreach (JsonProperty property in word.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw new SpecificationException($"{Shown(property.Name)}: unknown field; expected one of {string.Join(", ", known)}.");
        }
    }

    public bool IsReport { get; }

    /// <summary>An intermediate value, which may be NaN or infinite.</summary>
    public (long Step, double Value) Reported()
    {
        if (!_word.TryGetProperty("step", out JsonElement step) || step.ValueKind != JsonValueKind.Number
            || !step.TryGetInt64(out long number))
            throw Wrong("step", "a whole number");
        double? value = _word.TryGetProperty("value", out JsonElement given) ? Number(given) : null;
        return (number, value ?? throw Wrong("value", "a number, or \"NaN\""));
    }

    /// <summary>complete where it is not said.</summary>
    public string State()
    {
        if (!_word.TryGetProperty("state", out JsonElement state)) return Complete;
        return state.ValueKind == JsonValueKind.String && state.GetString() is Complete or Failed or Pruned or Waiting
            ? state.GetString()! : throw Wrong("state", $"one of {Complete}, {Failed}, {Pruned}, {Waiting}");
    }

    public string Error()
    {
        if (!_word.TryGetProperty("error", out JsonElement error)) return "its worker said that it failed";
        if (error.ValueKind != JsonValueKind.String) throw Wrong("error", "a text");
        string text = error.GetString()!.ReplaceLineEndings(" ").Trim();
        return text.Length == 0 ? "its worker said that it failed" : text.Length <= MostError ? text : text[..MostError] + "...";
    }

    public bool Retries()
    {
        if (!_word.TryGetProperty("retry", out JsonElement retry)) return false;
        return retry.ValueKind is JsonValueKind.True or JsonValueKind.False ? retry.GetBoolean() : throw Wrong("retry", "true or false");
    }

    /// <summary>One finite number for each metric: in values by name, or in value where there is one metric.</summary>
    public double[] Values(IReadOnlyList<string> metrics)
    {
        string expected = $"{{{string.Join(", ", metrics.Select(name => $"\"{name}\": number"))}}}";
        if (_word.TryGetProperty("values", out JsonElement values))
        {
            if (_word.TryGetProperty("value", out _)) throw new SpecificationException("value: expected only one of value and values.");
            if (values.ValueKind != JsonValueKind.Object) throw Wrong("values", expected);
            return [.. metrics.Select(name => values.TryGetProperty(name, out JsonElement number)
                ? Finite(number, $"values.{name}")
                : throw new SpecificationException($"values.{name}: the metric is missing; expected {expected}."))];
        }

        if (!_word.TryGetProperty("value", out JsonElement value))
            throw new SpecificationException(metrics.Count == 1
                ? $"value: the field is missing; expected a number, or values: {expected}."
                : $"values: the field is missing; expected {expected}.");
        return metrics.Count == 1 ? [Finite(value, "value")]
            : throw new SpecificationException($"value: the study has {metrics.Count} metrics; expected values: {expected}.");
    }

    private static double Finite(JsonElement value, string field) => Number(value) is { } number && double.IsFinite(number)
        ? number
        : throw new SpecificationException(
            $"{field}: {Shown(value.GetRawText())} is not allowed; expected a finite number (a trial that has none is told with "
            + "\"state\": \"failed\").");

    /// <summary>A number, or the name of one that JSON has not.</summary>
    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when value.GetString() is "NaN" or "Infinity" or "-Infinity" =>
            double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => null,
    };

    private SpecificationException Wrong(string field, string expected) => new(_word.TryGetProperty(field, out JsonElement given)
        ? $"{field}: {Shown(given.GetRawText())} is not allowed; expected {expected}."
        : $"{field}: the field is missing; expected {expected}.");

    private static string Shown(string text)
    {
        const int most = 60;
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= most ? line : line[..most] + "...";
    }
}
