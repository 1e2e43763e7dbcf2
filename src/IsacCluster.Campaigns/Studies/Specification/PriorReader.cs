using System.Globalization;
using System.Security.Cryptography;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Jobs;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>
/// Reads the CSV of an Optuna study, <c>study.trials_dataframe().to_csv(...)</c>: value or values_0, values_1, ..., one column params_NAME
/// for each parameter, and state. Complete trials are taken over; pruned, failed and running ones are checked and left out, since the table
/// has no intermediate values.
/// </summary>
internal static class PriorReader
{
    private const int MostBytes = 64 << 20;
    private const string Parameters = "params_", State = "state", Complete = "COMPLETE";
    private static readonly string[] States = [Complete, "PRUNED", "FAIL", "RUNNING", "WAITING"];
    private static readonly string[] Ignored = ["", "number", "duration"];
    private static readonly string[] IgnoredPrefixes = ["datetime_", "user_attrs_", "system_attrs_", "Unnamed"];

    public static PriorTrials Read(SpecificationSource source, Field field, ParameterSpace space, int objectives)
    {
        const string expected = "the path of a CSV file of trials";
        string path = Path.GetFullPath(field.Text(expected), Path.GetDirectoryName(Path.GetFullPath(source.Path))!);
        byte[] bytes = Load(field, path);
        List<CsvCell[]> rows = CsvTable.Read(SourceText.Decode(bytes, path), path);
        if (rows.Count == 0) throw new SourcePosition(path, 1, 1).Error("the file is empty; expected a header line.");
        var columns = new Columns(rows[0], space, objectives, path);
        var trials = new List<PriorTrial>();
        foreach (CsvCell[] row in rows.Skip(1))
        {
            if (row.Length != rows[0].Length)
                throw row[0].At.Error($"{row.Length} fields are not allowed; expected {rows[0].Length}, as in the header.");
            if (columns.Read(row) is { } trial) trials.Add(trial);
        }

        return new PriorTrials(path, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}", trials);
    }

    private static byte[] Load(Field field, string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
                throw field.Error($"{field.Node.Describe()} is larger than 64 MiB.");
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw field.Error($"{field.Node.Describe()} cannot be read: {OneLine.Escape(error.Message)}");
        }
    }

    /// <summary>Where each value stands in a row.</summary>
    private sealed class Columns
    {
        private readonly ParameterSpace _space;
        private readonly int[] _parameters, _values;
        private readonly int _state;

        public Columns(CsvCell[] header, ParameterSpace space, int objectives, string path)
        {
            _space = space;
            string[] values = objectives == 1 ? ["value"] : [.. Enumerable.Range(0, objectives).Select(k => $"values_{k}")];
            HashSet<string> known = [.. values, State, .. space.Parameters.Select(parameter => Parameters + parameter.Name)];
            foreach (CsvCell cell in header)
            {
                if (known.Contains(cell.Text) || IsIgnored(cell.Text)) continue;
                throw cell.At.Error($"unknown column {OneLine.Quote(cell.Text)}; expected one of {string.Join(", ", known)}.");
            }

            _state = Find(State);
            _values = [.. values.Select(Find)];
            _parameters = [.. space.Parameters.Select(parameter => Find(Parameters + parameter.Name))];

            int Find(string name)
            {
                int[] at = [.. Enumerable.Range(0, header.Length).Where(i => header[i].Text == name)];
                return at.Length == 1 ? at[0] : throw new SourcePosition(path, 1, 1)
                    .Error($"column {name} is {(at.Length == 0 ? "missing" : "there twice")}; expected it once.");
            }
        }

        private static bool IsIgnored(string column) =>
            Ignored.Contains(column) || IgnoredPrefixes.Any(prefix => column.StartsWith(prefix, StringComparison.Ordinal));

        public PriorTrial? Read(CsvCell[] row)
        {
            string state = row[_state].Text;
            if (!States.Contains(state)) throw NotAllowed(row[_state], $"one of {string.Join(", ", States)}");
            if (state != Complete) return null;
            double[] raw = new double[_space.Count];
            for (int i = 0; i < raw.Length; i++) raw[i] = Value(row[_parameters[i]], i, _space.IsActive(i, raw));
            if (!_space.IsFeasible(raw))
                throw row[0].At.Error("the parameters of this trial are not allowed; expected values that fulfil the constraints.");
            double[] values = [.. _values.Select(column => Number(row[column]))];
            return new PriorTrial(_space.Create(raw).ToString(), TrialState.Complete, values);
        }

        private double Value(CsvCell cell, int i, bool active)
        {
            Parameter parameter = _space.Parameters[i];
            if (!active) return cell.Text.Length == 0 ? double.NaN
                : throw NotAllowed(cell, "nothing, as the parameter's condition does not hold");
            try
            {
                return parameter is CategoricalParameter category ? category.Parse(Category(category, cell.Text))
                    : parameter.Parse(cell.Text);
            }
            catch (SearchSpaceException)
            {
                throw NotAllowed(cell, parameter.Allowed);
            }
        }

        /// <summary>A table writes True for true, and 64.0 for 64 in a column where some trials have no value.</summary>
        private static string Category(CategoricalParameter parameter, string text) =>
            parameter.Categories.FirstOrDefault(category => category == text)
            ?? parameter.Categories.FirstOrDefault(category =>
                category.Equals(text, StringComparison.OrdinalIgnoreCase)
                    || (TryNumber(category, out double a) && TryNumber(text, out double b) && a == b))
            ?? text;

        private static double Number(CsvCell cell) =>
            TryNumber(cell.Text, out double value) ? value : throw NotAllowed(cell, "a finite number");

        private static bool TryNumber(string text, out double value) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

        private static SpecificationException NotAllowed(CsvCell cell, string expected) =>
            cell.At.Error($"{OneLine.Quote(cell.Text)} is not allowed; expected {expected}.");
    }
}
