using System.Globalization;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;
using IsacCluster.Specifications.Csv;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>Where the values of a trial stand in the rows of a table of trials.</summary>
internal sealed class PriorColumns
{
    private const string Parameters = "params_", State = "state", Complete = "complete", Constraint = "constraints_",
        ConstraintList = "system_attrs_constraints";
    private static readonly string[] Ignored =
        ["", "number", "duration", "steps", "attempts", "ci95_low", "ci95_high", "error", "feasible"];
    private static readonly string[] IgnoredPrefixes = ["datetime_", "user_attrs_", "system_attrs_", "measured_", Constraint, "Unnamed"];
    private static readonly string[] Missing = ["", "None", "nan", "NaN", "null"];

    private readonly ParameterSpace _space;
    private readonly int?[] _parameters; // null: a conditional parameter that no trial of the table has drawn
    private readonly int[] _values;
    private readonly int _state;
    private readonly int[] _constraints; // one column for each, or one for a list of all
    private readonly int _constraintCount;

    /// <exception cref="Jobs.SpecificationException">A column is unknown, missing or there twice.</exception>
    public PriorColumns(CsvCell[] header, ParameterSpace space, ObjectiveSpecification objective, string path)
    {
        IReadOnlyList<string> metrics = objective.Metrics;
        _space = space;
        string[][] values = [.. metrics.Select((metric, k) => metrics.Count == 1
            ? (string[])["value", "values_" + metric, "values_0"]
            : [FormattableString.Invariant($"values_{k}"), "values_" + metric])];
        HashSet<string> known =
            [.. values.SelectMany(names => names), State, .. space.Parameters.Select(parameter => Parameters + parameter.Name)];
        foreach (CsvCell cell in header)
        {
            if (known.Contains(cell.Text) || IsIgnored(cell.Text)) continue;
            throw cell.At.Error($"unknown column {OneLine.Quote(cell.Text)}; expected one of {string.Join(", ", known)}.");
        }

        _state = Required(State);
        _values = [.. values.Select(names => names.Select(Find).FirstOrDefault(at => at is not null) ?? Required(names[0]))];
        _parameters = [.. space.Parameters.Select(
            parameter => parameter.When is null ? Required(Parameters + parameter.Name) : Find(Parameters + parameter.Name))];
        _constraintCount = objective.Constraints.Count;
        _constraints = _constraintCount > 0 && Find(Constraint + "0") is null && Find(ConstraintList) is { } list
            ? [list]
            : [.. Enumerable.Range(0, _constraintCount).Select(k => Required(FormattableString.Invariant($"{Constraint}{k}")))];

        int? Find(string name)
        {
            int[] at = [.. Enumerable.Range(0, header.Length).Where(i => header[i].Text == name)];
            if (at.Length > 1) throw header[at[1]].At.Error($"column {name} is there twice; expected it once.");
            return at is [var one] ? one : null;
        }

        int Required(string name) =>
            Find(name) ?? throw new SourcePosition(path, 1, 1).Error($"column {name} is missing; expected it once.");
    }

    /// <summary>The trial of a row.</summary>
    /// <param name="unusable">Why there is none.</param>
    public PriorTrial? Read(CsvCell[] row, out string unusable)
    {
        unusable = $"state {row[_state].Text}";
        if (!row[_state].Text.Equals(Complete, StringComparison.OrdinalIgnoreCase)) return null;
        double[] raw = new double[_space.Count];
        for (int i = 0; i < raw.Length; i++)
        {
            string text = _parameters[i] is { } at ? row[at].Text : "";
            unusable = $"a {_space.Parameters[i].Name} that is not allowed";
            if (_space.IsActive(i, raw) ? !TryValue(_space.Parameters[i], text, out raw[i]) : !Missing.Contains(text)) return null;
            if (!_space.IsActive(i, raw)) raw[i] = double.NaN;
        }

        unusable = "constraints that do not hold";
        if (!_space.IsFeasible(raw)) return null;
        double[] values = new double[_values.Length];
        unusable = "a value that is no finite number";
        for (int k = 0; k < values.Length; k++)
        {
            if (!TryNumber(row[_values[k]].Text, out values[k])) return null;
        }

        unusable = "constraints that are no finite numbers";
        return TryConstraints(row, out double[] constraints)
            ? new PriorTrial(_space.Create(raw).ToString(), TrialState.Complete, values, constraints)
            : null;
    }

    /// <summary>From a column each, or from one that holds all: [0.5, -1.0].</summary>
    private bool TryConstraints(CsvCell[] row, out double[] constraints)
    {
        const StringSplitOptions tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        string[] texts = [.. _constraints.SelectMany(at => row[at].Text.Trim('[', ']', '(', ')').Split(',', tidy))];
        constraints = new double[texts.Length];
        bool known = texts.Length == _constraintCount;
        for (int k = 0; k < texts.Length; k++) known &= TryNumber(texts[k], out constraints[k]);
        return known;
    }

    private static bool IsIgnored(string column) =>
        Ignored.Contains(column) || IgnoredPrefixes.Any(prefix => column.StartsWith(prefix, StringComparison.Ordinal));

    private static bool TryValue(Parameter parameter, string text, out double raw)
    {
        try
        {
            raw = parameter.Parse(parameter is CategoricalParameter category ? Category(category, text) : text);
            return true;
        }
        catch (SearchSpaceException)
        {
            raw = double.NaN;
            return false;
        }
    }

    /// <summary>A table writes True for true, 64.0 for 64 in a column where some trials have no value, and nothing for None.</summary>
    private static string Category(CategoricalParameter parameter, string text) =>
        parameter.Categories.FirstOrDefault(category => category == text)
        ?? parameter.Categories.FirstOrDefault(category =>
            category.Equals(text, StringComparison.OrdinalIgnoreCase)
                || (text.Length == 0 && Missing.Contains(category))
                || (TryNumber(category, out double a) && TryNumber(text, out double b) && a == b))
        ?? text;

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
