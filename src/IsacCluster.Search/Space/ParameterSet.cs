using System.Text;

namespace IsacCluster.Search.Space;

/// <summary>
/// The values of one trial: immutable, in the order of the space, one for each active parameter. Two sets are equal when their
/// texts are. Its text is <c>name=value;name=value</c>, and <see cref="ParameterSpace.Parse"/> reads it back exactly.
/// </summary>
public sealed class ParameterSet : IEquatable<ParameterSet>
{
    private readonly double[] _raw;

    internal ParameterSet(ParameterSpace space, double[] raw) => (Space, _raw) = (space, raw);

    public ParameterSpace Space { get; }

    /// <summary>Raw values in the order of the space's parameters; NaN where a parameter is inactive.</summary>
    public ReadOnlySpan<double> Raw => _raw;

    /// <summary>Active parameters and their values, in the order of the space.</summary>
    public IEnumerable<KeyValuePair<string, ParameterValue>> Values
    {
        get
        {
            for (int i = 0; i < _raw.Length; i++)
            {
                Parameter parameter = Space.Parameters[i];
                if (!double.IsNaN(_raw[i])) yield return new(parameter.Name, parameter.ToValue(_raw[i]));
            }
        }
    }

    /// <summary>The value of an active parameter.</summary>
    /// <exception cref="SearchSpaceException">The space has no such parameter, or it is inactive here.</exception>
    public ParameterValue this[string name]
    {
        get
        {
            int i = Space.IndexOf(name);
            return IsActive(i) ? Space.Parameters[i].ToValue(_raw[i])
                : throw new SearchSpaceException(name, "inactive", "an active parameter");
        }
    }

    /// <summary>Whether the space has this parameter and it is active here.</summary>
    public bool Has(string name) => Space.TryIndexOf(name, out int i) && IsActive(i);

    public bool IsActive(int index) => !double.IsNaN(_raw[index]);

    public bool Equals(ParameterSet? other) =>
        other is not null && _raw.AsSpan().SequenceEqual(other._raw) && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as ParameterSet);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString()
    {
        var text = new StringBuilder();
        for (int i = 0; i < _raw.Length; i++)
        {
            if (!IsActive(i)) continue;
            if (text.Length > 0) text.Append(';');
            text.Append(Space.Parameters[i].Name).Append('=').Append(Space.Parameters[i].Format(_raw[i]));
        }

        return text.ToString();
    }
}
