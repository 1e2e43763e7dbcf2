namespace IsacCluster.Statistics;

/// <summary>
/// Moments of d variables of which a sample may lack some, by available cases: each variable over the samples that have it, each pair
/// over the samples that have both. The mean squared errors of d algorithms, each over the samples on which it returned a design. Where
/// every sample has all of them <see cref="TrajectoryMoments"/> of all needs fewer sums.
/// </summary>
/// <remarks>Byte form: d, the variables, the pairs in the order (1,0), (2,0), (2,1), (3,0), ...</remarks>
public sealed class PairwiseMoments
{
    private readonly TrajectoryMoments[] _variables;
    private readonly TrajectoryMoments[] _pairs;

    /// <param name="dimension">d, from 1 to 256.</param>
    /// <param name="slots">Of a trajectory; 1: every sample is one of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is outside its range.</exception>
    public PairwiseMoments(int dimension, int slots = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, JointMoments.MaxDimension);
        _variables = [.. Enumerable.Range(0, dimension).Select(_ => new TrajectoryMoments(1, slots))];
        _pairs = [.. Enumerable.Range(0, dimension * (dimension - 1) / 2).Select(_ => new TrajectoryMoments(2, slots))];
    }

    public int Dimension => _variables.Length;

    /// <summary>Adds one sample.</summary>
    /// <param name="sample">Its index.</param>
    /// <param name="values">Length d; null for a variable that the sample lacks.</param>
    /// <exception cref="ArgumentException">The length is not d.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite; nothing has changed then.</exception>
    public void Add(long sample, ReadOnlySpan<double?> values)
    {
        if (values.Length != Dimension) throw new ArgumentException($"Expected {Dimension} values, got {values.Length}.", nameof(values));
        foreach (double? value in values)
        {
            if (value is { } number && !double.IsFinite(number))
                throw new ArgumentOutOfRangeException(nameof(values), value, "Only finite numbers can be summed.");
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is { } alone) _variables[i].Add(sample, [alone]);
            else _variables[i].Skip(sample);
            for (int j = 0; j < i; j++)
            {
                TrajectoryMoments pair = _pairs[JointMoments.PairIndex(i, j)];
                if (values[i] is { } x && values[j] is { } y) pair.Add(sample, [x, y]);
                else pair.Skip(sample);
            }
        }
    }

    /// <summary>The units of each variable over its own samples.</summary>
    public UnitMoments Variable(int x) => _variables[x].Units;

    /// <summary>The units of two variables over the samples that have both, the one with the higher index first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside 0..d-1, or both are the same.</exception>
    public UnitMoments Pair(int x, int y)
    {
        if (x == y || (uint)x >= (uint)Dimension || (uint)y >= (uint)Dimension)
            throw new ArgumentOutOfRangeException(nameof(y), $"({x}, {y}) is not a pair of two of {Dimension} variables.");
        return _pairs[JointMoments.PairIndex(x, y)].Units;
    }

    public void Merge(PairwiseMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Dimension != Dimension)
            throw new ArgumentException($"Cannot merge {other.Dimension} variables into {Dimension}.", nameof(other));
        for (int i = 0; i < _variables.Length; i++) _variables[i].Merge(other._variables[i]);
        for (int i = 0; i < _pairs.Length; i++) _pairs[i].Merge(other._pairs[i]);
    }

    /// <summary>Appends all but the fourth moments.</summary>
    public void WriteMoments(CanonicalWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(Dimension);
        foreach (TrajectoryMoments part in Parts) part.WriteMoments(writer);
    }

    /// <exception cref="InvalidDataException">The bytes are no such moments.</exception>
    public static PairwiseMoments ReadMoments(ref CanonicalReader reader, int slots = 1)
    {
        int dimension = (int)reader.ReadCount(JointMoments.MaxDimension);
        if (dimension == 0) throw new InvalidDataException("Moments of no variable.");
        var read = new PairwiseMoments(dimension, slots);
        for (int i = 0; i < dimension; i++) read._variables[i] = TrajectoryMoments.ReadMoments(ref reader, 1, slots);
        for (int i = 0; i < read._pairs.Length; i++) read._pairs[i] = TrajectoryMoments.ReadMoments(ref reader, 2, slots);
        read.CheckConsistency();
        return read;
    }

    /// <summary>Whether the fourth moments are known.</summary>
    public bool HasQuartics => _variables[0].HasQuartics;

    /// <summary>Appends the fourth moments; nothing where they are not known.</summary>
    public void WriteQuartics(CanonicalWriter writer)
    {
        foreach (TrajectoryMoments part in Parts) part.WriteQuartics(writer);
    }

    /// <summary>Reads what <see cref="WriteQuartics"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such sums.</exception>
    public void ReadQuartics(ref CanonicalReader reader)
    {
        foreach (TrajectoryMoments part in Parts) part.ReadQuartics(ref reader);
    }

    private IEnumerable<TrajectoryMoments> Parts => _variables.Concat(_pairs);

    private void CheckConsistency()
    {
        for (int x = 0; x < Dimension; x++)
        {
            for (int y = 0; y < x; y++)
            {
                if (Pair(x, y).Count > Math.Min(Variable(x).Count, Variable(y).Count))
                    throw new InvalidDataException("Moments that no samples have: a pair on more samples than one of its variables.");
            }
        }
    }
}
