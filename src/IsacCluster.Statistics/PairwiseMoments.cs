namespace IsacCluster.Statistics;

/// <summary>
/// Moments of d variables of which a sample may lack some, by available cases: each variable over the samples that have it, each pair
/// over the samples that have both. The mean squared errors of d algorithms, each over the samples on which it returned a design. Where
/// every sample has all of them <see cref="JointMoments"/> needs fewer sums.
/// </summary>
/// <remarks>Byte form: d, the moments, the pairs in the order (1,0), (2,0), (2,1), (3,0), ...</remarks>
public sealed class PairwiseMoments : IExactStatistic<PairwiseMoments>
{
    private readonly Moments[] _variables;
    private readonly PairedMoments[] _pairs;

    /// <param name="dimension">d, from 1 to 256.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is outside its range.</exception>
    public PairwiseMoments(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, JointMoments.MaxDimension);
        _variables = new Moments[dimension];
        _pairs = new PairedMoments[dimension * (dimension - 1) / 2];
        for (int i = 0; i < _variables.Length; i++) _variables[i] = new Moments();
        for (int i = 0; i < _pairs.Length; i++) _pairs[i] = new PairedMoments();
    }

    public int Dimension => _variables.Length;

    /// <summary>The moments of each variable over its own samples, to read: adding to one alone would break the pairs.</summary>
    public IReadOnlyList<Moments> Variables => _variables;

    /// <summary>Adds one sample.</summary>
    /// <param name="values">Length d; null for a variable that the sample lacks.</param>
    /// <exception cref="ArgumentException">The length is not d.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite; nothing has changed then.</exception>
    public void Add(ReadOnlySpan<double?> values)
    {
        if (values.Length != Dimension) throw new ArgumentException($"Expected {Dimension} values, got {values.Length}.", nameof(values));
        foreach (double? value in values)
        {
            if (value is { } number && !double.IsFinite(number))
                throw new ArgumentOutOfRangeException(nameof(values), value, "Only finite numbers can be summed.");
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is not { } x) continue;
            _variables[i].Add(x);
            for (int j = 0; j < i; j++)
            {
                if (values[j] is { } y) _pairs[JointMoments.PairIndex(i, j)].Add(x, y);
            }
        }
    }

    /// <summary>
    /// Compares variable <paramref name="x"/> with variable <paramref name="y"/> over the samples that have both; in either order.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside 0..d-1, or both are the same.</exception>
    public PairedComparison Compare(int x, int y)
    {
        if (x == y || (uint)x >= (uint)Dimension || (uint)y >= (uint)Dimension)
            throw new ArgumentOutOfRangeException(nameof(y), $"({x}, {y}) is not a pair of two of {Dimension} variables.");
        PairedMoments pair = _pairs[JointMoments.PairIndex(x, y)];
        return x > y ? pair.Comparison : pair.ReverseComparison;
    }

    public void Merge(PairwiseMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Dimension != Dimension)
            throw new ArgumentException($"Cannot merge {other.Dimension} variables into {Dimension}.", nameof(other));
        for (int i = 0; i < _variables.Length; i++) _variables[i].Merge(other._variables[i]);
        for (int i = 0; i < _pairs.Length; i++) _pairs[i].Merge(other._pairs[i]);
    }

    public void WriteTo(CanonicalWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(Dimension);
        foreach (Moments variable in _variables) variable.WriteTo(writer);
        foreach (PairedMoments pair in _pairs) pair.WriteTo(writer);
    }

    public static PairwiseMoments ReadFrom(ref CanonicalReader reader)
    {
        int dimension = (int)reader.ReadCount(JointMoments.MaxDimension);
        if (dimension == 0) throw new InvalidDataException("Moments of no variable.");
        var read = new PairwiseMoments(dimension);
        for (int i = 0; i < dimension; i++) read._variables[i] = Moments.ReadFrom(ref reader);
        for (int i = 0; i < read._pairs.Length; i++) read._pairs[i] = PairedMoments.ReadFrom(ref reader);
        read.CheckConsistency();
        return read;
    }

    private void CheckConsistency()
    {
        for (int x = 0; x < Dimension; x++)
        {
            for (int y = 0; y < x; y++)
            {
                if (_pairs[JointMoments.PairIndex(x, y)].Count > Math.Min(_variables[x].Count, _variables[y].Count))
                    throw new InvalidDataException("Moments that no samples have: a pair on more samples than one of its variables.");
            }
        }
    }
}
