using System.Collections;

namespace IsacCluster.Isac.Arrays;

/// <summary>Numbers in an order, equal where they are; immutable.</summary>
public sealed class ValueList(IEnumerable<double> values) : IReadOnlyList<double>, IEquatable<ValueList>
{
    private readonly double[] _values = [.. values];

    public int Count => _values.Length;

    public double this[int index] => _values[index];

    public bool Equals(ValueList? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as ValueList);

    public override int GetHashCode() => _values.Aggregate(17, HashCode.Combine);

    public IEnumerator<double> GetEnumerator() => _values.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
