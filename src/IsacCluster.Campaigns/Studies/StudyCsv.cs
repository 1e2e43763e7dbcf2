using System.Globalization;
using System.Text;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Search.Space;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// results.csv: RFC 4180, UTF-8, invariant culture, one row per trial. Columns: number, state, value (with several metrics values_NAME),
/// params_NAME in the order of the space, steps (the last one that was reported), attempts, ci95_low, ci95_high, error. What is not defined
/// is an empty field.
/// </summary>
internal static class StudyCsv
{
    private const string Quoted = ",\"\r\n";

    public static byte[] Write(StudyResults results, ParameterSpace space)
    {
        var text = new StringBuilder();
        bool several = results.Metrics.Count > 1;
        Append(text,
        [
            "number", "state", .. several ? results.Metrics.Select(metric => "values_" + metric) : ["value"],
            .. space.Parameters.Select(parameter => "params_" + parameter.Name), "steps", "attempts", "ci95_low", "ci95_high", "error",
        ]);
        foreach (TrialResult trial in results.Trials)
        {
            IEnumerable<string> values = several
                ? results.Metrics.Select((_, k) => trial.Values!.Count > k ? Text(trial.Values[k]) : "")
                : [trial.Value is { } value ? Text(value) : ""];
            Append(text,
            [
                Text(trial.Number), trial.State, .. values,
                .. space.Parameters.Select(parameter => trial.Params.TryGetValue(parameter.Name, out object? given) ? Text(given) : ""),
                trial.Intermediate.Count > 0 ? Text(trial.Intermediate[^1][0]) : "", Text(trial.Attempts),
                trial.Ci95 is { } low ? Text(low[0]) : "", trial.Ci95 is { } high ? Text(high[1]) : "", trial.Error ?? "",
            ]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(string text) =>
        text.AsSpan().IndexOfAny(Quoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(object value) => value is double real
        ? real.ToString("R", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{value}");
}
