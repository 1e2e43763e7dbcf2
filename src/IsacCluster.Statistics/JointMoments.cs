namespace IsacCluster.Statistics;

/// <summary>
/// Moments of d variables measured on the same samples and of all their pairs: the mean squared errors of d algorithms on common
/// channels. Keeps d moments and d (d - 1) / 2 sums of products: 0.9 kB for 8 variables, where 28 separate
/// <see cref="PairedMoments"/> take 3.2 kB.
/// </summary>
/// <remarks>Byte form: d, the moments, the sums of products in the order (1,0), (2,0), (2,1), (3,0), ...</remarks>
public sealed class JointMoments : IExactStatistic<JointMoments>
{
    internal const int MaxDimension = 256;
    private readonly Moments[] _variables;
    private readonly ExactSum[] _products;

    /// <param name="dimension">d, from 1 to 256.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is outside its range.</exception>
    public JointMoments(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, MaxDimension);
        _variables = new Moments[dimension];
        _products = new ExactSum[dimension * (dimension - 1) / 2];
        for (int i = 0; i < _variables.Length; i++) _variables[i] = new Moments();
        for (int i = 0; i < _products.Length; i++) _products[i] = new ExactSum();
    }

    public int Dimension => _variables.Length;

    public long Count => _variables[0].Count;

    /// <summary>The moments of each variable, to read: adding to one alone would break the pairs.</summary>
    public IReadOnlyList<Moments> Variables => _variables;

    /// <summary>Adds one sample of all variables.</summary>
    /// <param name="values">Length d.</param>
    /// <exception cref="ArgumentException">The length is not d.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite; nothing has changed then.</exception>
    public void Add(ReadOnlySpan<double> values)
    {
        if (values.Length != Dimension) throw new ArgumentException($"Expected {Dimension} values, got {values.Length}.", nameof(values));
        foreach (double value in values)
        {
            if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(values), value, "Only finite numbers can be summed.");
        }

        for (int i = 0, pair = 0; i < values.Length; i++)
        {
            _variables[i].Add(values[i]);
            for (int j = 0; j < i; j++) _products[pair++].AddProduct(values[i], values[j]);
        }
    }

    /// <summary>Compares variable <paramref name="x"/> with variable <paramref name="y"/>; in either order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside 0..d-1, or both are the same.</exception>
    public PairedComparison Compare(int x, int y)
    {
        if (x == y || (uint)x >= (uint)Dimension || (uint)y >= (uint)Dimension)
            throw new ArgumentOutOfRangeException(nameof(y), $"({x}, {y}) is not a pair of two of {Dimension} variables.");
        return new PairedComparison(_variables[x].Central, _variables[y].Central, _products[PairIndex(x, y)]);
    }

    public void Merge(JointMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Dimension != Dimension)
            throw new ArgumentException($"Cannot merge {other.Dimension} variables into {Dimension}.", nameof(other));
        for (int i = 0; i < _variables.Length; i++) _variables[i].Merge(other._variables[i]);
        for (int i = 0; i < _products.Length; i++) _products[i].Merge(other._products[i]);
    }

    public void WriteTo(CanonicalWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(Dimension);
        foreach (Moments variable in _variables) variable.WriteTo(writer);
        foreach (ExactSum product in _products) product.WriteTo(writer);
    }

    public static JointMoments ReadFrom(ref CanonicalReader reader)
    {
        int dimension = (int)reader.ReadCount(MaxDimension);
        if (dimension == 0) throw new InvalidDataException("Joint moments of no variable.");
        var joint = new JointMoments(dimension);
        for (int i = 0; i < dimension; i++) joint._variables[i] = Moments.ReadFrom(ref reader);
        for (int i = 0; i < joint._products.Length; i++) joint._products[i] = ExactSum.ReadFrom(ref reader);
        joint.CheckConsistency();
        return joint;
    }

    private void CheckConsistency()
    {
        CentralMoments[] central = Array.ConvertAll(_variables, variable => variable.Central);
        for (int x = 0; x < Dimension; x++)
        {
            for (int y = 0; y < x; y++) PairedComparison.CheckConsistency(central[x], central[y], _products[PairIndex(x, y)]);
        }
    }

    /// <summary>The place of a pair, in either order, in (1,0), (2,0), (2,1), (3,0), ...</summary>
    internal static int PairIndex(int x, int y)
    {
        int high = Math.Max(x, y);
        return high * (high - 1) / 2 + Math.Min(x, y);
    }
}
