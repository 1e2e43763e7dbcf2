namespace IsacCluster.Search.Space;

/// <summary>Parameters, which of them are active when, and which combinations are feasible. Immutable; safe to share.</summary>
public sealed class ParameterSpace
{
    private readonly Parameter[] _parameters;
    private readonly Constraint[] _constraints;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly int[] _parent;
    private readonly double[][] _parentValues;

    /// <param name="parameters">At least one; names differ; a condition names an earlier, discrete parameter.</param>
    /// <param name="constraints">Each names numerical parameters of the space.</param>
    /// <exception cref="SearchSpaceException">One of these rules is broken.</exception>
    public ParameterSpace(IEnumerable<Parameter> parameters, IEnumerable<Constraint>? constraints = null)
    {
        _parameters = [.. parameters];
        _constraints = [.. constraints ?? []];
        if (_parameters.Length == 0) throw new SearchSpaceException("space", "no parameter", "at least one");
        _parent = new int[_parameters.Length];
        _parentValues = new double[_parameters.Length][];
        for (int i = 0; i < _parameters.Length; i++)
        {
            (_parent[i], _parentValues[i]) = Resolve(_parameters[i]);
            if (!_index.TryAdd(_parameters[i].Name, i)) throw new SearchSpaceException(_parameters[i].Name, "twice", "different names");
        }

        foreach (Constraint constraint in _constraints) Check(constraint);
    }

    public IReadOnlyList<Parameter> Parameters => _parameters;

    public IReadOnlyList<Constraint> Constraints => _constraints;

    public int Count => _parameters.Length;

    /// <exception cref="SearchSpaceException">No such parameter.</exception>
    public int IndexOf(string name) =>
        TryIndexOf(name, out int index) ? index : throw new SearchSpaceException(name, "unknown", KnownNames);

    public bool TryIndexOf(string name, out int index) => _index.TryGetValue(name, out index);

    /// <summary>Whether parameter i is active, given the raw values (NaN: inactive) of the parameters before it.</summary>
    public bool IsActive(int i, ReadOnlySpan<double> raw) => _parent[i] < 0 || Array.IndexOf(_parentValues[i], raw[_parent[i]]) >= 0;

    /// <summary>Whether every constraint holds; one that names an inactive parameter does.</summary>
    public bool IsFeasible(ReadOnlySpan<double> raw)
    {
        foreach (Constraint constraint in _constraints)
        {
            if (!constraint.Holds(this, raw)) return false;
        }

        return true;
    }

    /// <summary>The set with a raw value for each parameter; those of inactive ones are dropped.</summary>
    /// <exception cref="SearchSpaceException">
    /// An active parameter has no value or an illegal one, or a constraint does not hold.
    /// </exception>
    public ParameterSet Create(ReadOnlySpan<double> raw)
    {
        double[] values = raw.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            Parameter parameter = _parameters[i];
            if (!IsActive(i, values)) values[i] = double.NaN;
            else if (!parameter.Contains(values[i])) throw new SearchSpaceException(parameter.Name, $"{values[i]}", parameter.Allowed);
        }

        if (_constraints.FirstOrDefault(constraint => !constraint.Holds(this, values)) is { } broken)
        {
            throw new SearchSpaceException("constraint", $"'{broken.Text}' does not hold", "values for which it does");
        }

        return new ParameterSet(this, values);
    }

    /// <summary>Reads the text of a <see cref="ParameterSet"/>.</summary>
    /// <exception cref="SearchSpaceException">
    /// Unknown, doubled, missing or inactive parameters; illegal values; a broken constraint.
    /// </exception>
    public ParameterSet Parse(string text)
    {
        double[] raw = new double[_parameters.Length];
        Array.Fill(raw, double.NaN);
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=');
            if (pair.Length != 2) throw new SearchSpaceException("space", $"'{part}'", "name=value");
            int i = IndexOf(pair[0]);
            if (!double.IsNaN(raw[i])) throw new SearchSpaceException(pair[0], "twice", "one value");
            raw[i] = _parameters[i].Parse(pair[1]);
        }

        ParameterSet set = Create(raw);
        for (int i = 0; i < raw.Length; i++)
        {
            if (!double.IsNaN(raw[i]) && !set.IsActive(i))
            {
                throw new SearchSpaceException(_parameters[i].Name, "inactive", "active parameters");
            }
        }

        return set;
    }

    /// <summary>The point of the unit cube of raw values; 1/2 for inactive parameters.</summary>
    internal double[] ToUnit(ReadOnlySpan<double> raw)
    {
        double[] unit = new double[raw.Length];
        for (int i = 0; i < unit.Length; i++) unit[i] = double.IsNaN(raw[i]) ? 0.5 : _parameters[i].ToUnit(raw[i]);
        return unit;
    }

    /// <summary>The set of raw values that a sampler made legal and active ones only.</summary>
    internal ParameterSet Own(double[] raw) => new(this, raw);

    private string KnownNames => "one of " + string.Join(", ", _index.Keys);

    private (int Parent, double[] Values) Resolve(Parameter parameter)
    {
        if (parameter.When is not { } when) return (-1, []);
        if (!_index.TryGetValue(when.Parameter, out int parent))
        {
            throw new SearchSpaceException(parameter.Name, $"when '{when.Parameter}'", "a parameter that stands before it");
        }

        if (_parameters[parent].Cardinality is null)
        {
            throw new SearchSpaceException(parameter.Name, $"when '{when.Parameter}'", "a categorical, integer or stepped parameter");
        }

        // Through the unit interval, so that a stepped float is exactly what samplers propose.
        Parameter owner = _parameters[parent];
        return (parent, [.. when.Values.Select(text => owner.FromUnit(owner.ToUnit(owner.Parse(text))))]);
    }

    private void Check(Constraint constraint)
    {
        foreach (string name in constraint.Names)
        {
            if (!_index.TryGetValue(name, out int i))
            {
                throw new SearchSpaceException("constraint", $"'{name}' in '{constraint.Text}'", KnownNames);
            }

            if (_parameters[i].IsCategorical)
            {
                throw new SearchSpaceException("constraint", $"'{name}' in '{constraint.Text}'", "numerical parameters");
            }
        }
    }
}
