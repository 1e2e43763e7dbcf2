using System.Globalization;
using System.Text;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Search.Space;

namespace IsacCluster.Campaigns.Studies.Exports;

/// <summary>
/// The trials as Optuna's <c>study.trials_dataframe().to_csv()</c> writes them, which <c>prior:</c> of a study reads: number, value (with
/// several metrics values_0, ...), datetime_start, datetime_complete (empty: not kept), duration ("0 days 00:00:12.340000"), params_NAME,
/// user_attrs_NAME of what was measured beside the metrics, system_attrs_constraints, state (COMPLETE, PRUNED, FAIL).
/// </summary>
public static class TrialTable
{
    public static byte[] Write(StudyResults results, ParameterSpace space)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(space);
        var text = new StringBuilder();
        int metrics = results.Metrics.Count;
        string[] measured = [.. results.Trials.FirstOrDefault(trial => trial.Measured is not null)?.Measured!.Keys ?? []];
        CsvText.Append(text,
        [
            "number",
            .. metrics == 1 ? ["value"] : Enumerable.Range(0, metrics).Select(k => FormattableString.Invariant($"values_{k}")),
            "datetime_start", "datetime_complete", "duration", .. space.Parameters.Select(parameter => "params_" + parameter.Name),
            .. measured.Select(name => "user_attrs_" + name), .. results.Constraints is null ? [] : (string[])["system_attrs_constraints"],
            "state",
        ]);
        foreach (TrialResult trial in results.Trials)
        {
            IReadOnlyList<double>? values = trial.Values is { Count: > 0 } several ? several : trial.Value is { } one ? [one] : null;
            CsvText.Append(text,
            [
                CsvText.Of(trial.Number), .. Enumerable.Range(0, metrics).Select(k => values is null ? "" : CsvText.Of(values[k])),
                "", "", trial.DurationS is { } seconds ? Span(seconds) : "",
                .. space.Parameters.Select(parameter =>
                    trial.Params.TryGetValue(parameter.Name, out object? given) ? CsvText.Of(given) : ""),
                .. measured.Select(name => trial.Measured is { } numbers ? CsvText.Of(numbers[name]) : ""),
                .. results.Constraints is null ? [] : (string[])[trial.Constraints is { } excesses ? List(excesses) : ""],
                trial.State switch { "complete" => "COMPLETE", "pruned" => "PRUNED", _ => "FAIL" },
            ]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>As pandas writes a Timedelta.</summary>
    private static string Span(double seconds)
    {
        var span = TimeSpan.FromSeconds(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{span.Days} days {span:hh\\:mm\\:ss\\.ffffff}");
    }

    private static string List(IEnumerable<double> numbers) =>
        $"[{string.Join(", ", numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}]";
}
