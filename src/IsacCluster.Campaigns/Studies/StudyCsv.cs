using System.Text;
using IsacCluster.Campaigns.Studies.Exports;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Search.Space;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// results.csv: RFC 4180, UTF-8, invariant culture, one row per trial. Columns: number, state, value (with several metrics values_NAME),
/// params_NAME in the order of the space, steps (the last one that was reported), attempts, ci95_low, ci95_high, error; with constraints on
/// metrics constraints_0, ... (above 0 where one does not hold) and feasible before steps, and measured_NAME of what they, or metrics that
/// are expressions, are of. What is not defined is an empty field.
/// </summary>
internal static class StudyCsv
{
    public static byte[] Write(StudyResults results, ParameterSpace space)
    {
        var text = new StringBuilder();
        bool several = results.Metrics.Count > 1;
        int constraints = results.Constraints?.Count ?? 0;
        string[] measured = [.. results.Trials.FirstOrDefault(trial => trial.Measured is not null)?.Measured!.Keys ?? []];
        CsvText.Append(text,
        [
            "number", "state", .. several ? results.Metrics.Select(metric => "values_" + metric) : ["value"],
            .. space.Parameters.Select(parameter => "params_" + parameter.Name),
            .. Enumerable.Range(0, constraints).Select(k => FormattableString.Invariant($"constraints_{k}")),
            .. constraints > 0 ? (string[])["feasible"] : [], .. measured.Select(name => "measured_" + name),
            "steps", "attempts", "ci95_low", "ci95_high", "error",
        ]);
        foreach (TrialResult trial in results.Trials)
        {
            IEnumerable<string> values = several
                ? results.Metrics.Select((_, k) => trial.Values!.Count > k ? CsvText.Of(trial.Values[k]) : "")
                : [trial.Value is { } value ? CsvText.Of(value) : ""];
            CsvText.Append(text,
            [
                CsvText.Of(trial.Number), trial.State, .. values,
                .. space.Parameters.Select(parameter =>
                    trial.Params.TryGetValue(parameter.Name, out object? given) ? CsvText.Of(given) : ""),
                .. Enumerable.Range(0, constraints).Select(k => trial.Constraints is { } excesses ? CsvText.Of(excesses[k]) : ""),
                .. trial.Feasible is { } feasible ? (string[])[feasible ? "true" : "false"] : [],
                .. measured.Select(name => trial.Measured is { } numbers ? CsvText.Of(numbers[name]) : ""),
                trial.Intermediate.Count > 0 ? CsvText.Of(trial.Intermediate[^1][0]) : "", CsvText.Of(trial.Attempts),
                trial.Ci95 is { } low ? CsvText.Of(low[0]) : "", trial.Ci95 is { } high ? CsvText.Of(high[1]) : "", trial.Error ?? "",
            ]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
