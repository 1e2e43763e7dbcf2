using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;
using IsacCluster.Specifications.Json;

namespace IsacCluster.Campaigns.Studies.Exports;

/// <summary>
/// The trials in the layout of MLflow's file store: ROOT/EXPERIMENT/meta.yaml, and for each trial a run with meta.yaml, params/NAME,
/// metrics/NAME (lines "milliseconds value step": intermediate values, then the last one), tags/NAME and artifacts/. Experiment and runs
/// have the same ids each time, so that a later export replaces an earlier one. A trial has no times of its own: its are those of the job.
/// </summary>
public static class MlflowFolder
{
    private const int RunDigits = 32, ExperimentDigits = 12;

    /// <param name="root">The folder mlruns; made where it is not there.</param>
    /// <returns>Folder of the experiment.</returns>
    public static string Write(StudyResults results, string root)
    {
        ArgumentNullException.ThrowIfNull(results);
        string experiment = ExperimentOf(results.JobId);
        string folder = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(root), experiment)).FullName;
        IReadOnlyList<JobRun> history = results.History;
        long started = history.Count > 0 ? Milliseconds(history[0].Start) : 0;
        long ended = history.Count > 0 ? Milliseconds(history[^1].End) : 0;
        Put(folder, "meta.yaml", Yaml(
            ("artifact_location", Text(new Uri(folder).AbsoluteUri)), ("creation_time", Text(started)),
            ("experiment_id", $"'{experiment}'"),
            ("last_update_time", Text(Math.Max(started, ended))), ("lifecycle_stage", "active"), ("name", Text(results.JobId))));
        foreach (TrialResult trial in results.Trials) WriteRun(results, trial, folder, experiment, started, Math.Max(started, ended));
        return folder;
    }

    private static void WriteRun(StudyResults results, TrialResult trial, string folder, string experiment, long started, long ended)
    {
        string id = Hash($"{results.JobId}|{trial.Number}")[..RunDigits];
        string run = Directory.CreateDirectory(Path.Combine(folder, id)).FullName;
        foreach (string part in (string[])["params", "metrics", "tags", "artifacts"]) Directory.CreateDirectory(Path.Combine(run, part));
        string name = FormattableString.Invariant($"trial-{trial.Number}");
        const int finished = 3, failed = 4, killed = 5;
        Put(run, "meta.yaml", Yaml(
            ("artifact_uri", Text(new Uri(Path.Combine(run, "artifacts")).AbsoluteUri)), ("end_time", Text(ended)),
            ("entry_point_name", "''"),
            ("experiment_id", $"'{experiment}'"), ("lifecycle_stage", "active"), ("run_id", id), ("run_name", name), ("run_uuid", id),
            ("source_name", "''"), ("source_type", "4"), ("source_version", "''"), ("start_time", Text(started)),
            ("status", Text(trial.State switch { "complete" => finished, "pruned" => killed, _ => failed })), ("tags", "[]"),
            ("user_id", "isac")));
        foreach ((string parameter, object value) in trial.Params) Put(run, Path.Combine("params", Key(parameter)), CsvText.Of(value));
        var metrics = new SortedDictionary<string, List<(long Step, double Value)>>(StringComparer.Ordinal);
        foreach (double[] pair in trial.Intermediate) Add(results.Metrics[0], (long)pair[0], pair[1]);
        long last = trial.Intermediate.Count > 0 ? (long)trial.Intermediate[^1][0] : 0;
        IReadOnlyList<double> values = trial.Values is { Count: > 0 } several ? several : trial.Value is { } one ? [one] : [];
        for (int k = 0; k < values.Count; k++) Add(results.Metrics[k], last, values[k]);
        foreach ((string measured, double value) in trial.Measured ?? new Dictionary<string, double>())
            if (!results.Metrics.Contains(measured)) Add(measured, last, value);
        // The last value of a step is the one that MLflow shows, if its time is later.
        foreach ((string metric, List<(long Step, double Value)> lines) in metrics)
            Put(run, Path.Combine("metrics", metric), string.Concat(lines.Select((line, n) => Line(started + n, line.Step, line.Value))));
        IEnumerable<(string, string)> tags =
        [
            ("mlflow.runName", name), ("mlflow.user", "isac"), ("mlflow.source.name", "isac"), ("mlflow.source.type", "LOCAL"),
            ("isac.job", results.JobId), ("isac.digest", results.Digest), ("isac.state", trial.State),
            .. trial.Feasible is { } feasible ? [("isac.feasible", feasible ? "true" : "false")] : Array.Empty<(string, string)>(),
            .. trial.Error is { } error ? [("isac.error", error)] : Array.Empty<(string, string)>(),
        ];
        foreach ((string tag, string value) in tags) Put(run, Path.Combine("tags", tag), value);

        void Add(string metric, long step, double value)
        {
            string key = Key(metric);
            if (!metrics.TryGetValue(key, out List<(long, double)>? lines)) metrics[key] = lines = [];
            lines.Add((step, value));
        }
    }

    private static string Line(long time, long step, double value) =>
        FormattableString.Invariant($"{time} {(double.IsFinite(value) ? CsvText.Of(value) : "nan")} {step}\n");

    /// <summary>18 digits, as MLflow gives them, from the digits of a job's id.</summary>
    private static string ExperimentOf(string jobId) =>
        (BigInteger.Parse("0" + Hash(jobId)[..ExperimentDigits], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            + BigInteger.Pow(10, 17)).ToString(CultureInfo.InvariantCulture);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>MLflow's names have letters, digits, '_', '-', '.' and blanks; others are '_' here, and a path is none.</summary>
    private static string Key(string name)
    {
        string key = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' ? c : '_')).Trim();
        return key.Trim('.').Length == 0 ? "_" + key : key;
    }

    private static long Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() ?? 0;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A JSON string is one of YAML.</summary>
    private static string Text(string text) => CanonicalJson.Write(text);

    private static string Yaml(params (string Key, string Value)[] fields) =>
        string.Concat(fields.Select(field => $"{field.Key}: {field.Value}\n"));

    private static void Put(string folder, string name, string text) =>
        AtomicFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text));
}
