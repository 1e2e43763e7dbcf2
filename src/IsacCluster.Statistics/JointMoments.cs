namespace IsacCluster.Statistics;

/// <summary>
/// Moments of d variables measured on the same samples and of all their pairs: the mean squared errors of d algorithms on common
/// channels. Keeps d moments and d (d - 1) / 2 sums of products.
/// </summary>
/// <remarks>Byte form: d, the moments, the sums of products in the order (1,0), (2,0), (2,1), (3,0), ...</remarks>
public sealed class JointMoments : IExactStatistic<JointMoments>
{
    internal const int MaxDimension = 256;
    private readonly Moments[] _variables;
    private readonly ExactSum[] _products;

    /// <param name="dimension">d, from 1 to 257: 256 variables and a weight.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is outside its range.</exception>
    public JointMoments(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, MaxDimension + 1);
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

    /// <summary>The sum of x y, exactly; of x^2 where both are the same.</summary>
    internal Dyadic SumOfProducts(int x, int y) => x == y ? _variables[x].SumOfSquares : _products[PairIndex(x, y)].ToDyadic();

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
        WriteSums(writer);
    }

    public static JointMoments ReadFrom(ref CanonicalReader reader)
    {
        int dimension = (int)reader.ReadCount(MaxDimension);
        return dimension == 0 ? throw new InvalidDataException("Joint moments of no variable.") : ReadSums(ref reader, dimension);
    }

    /// <summary>The byte form without d, for readers that know it.</summary>
    internal void WriteSums(CanonicalWriter writer)
    {
        foreach (Moments variable in _variables) variable.WriteTo(writer);
        foreach (ExactSum product in _products) product.WriteTo(writer);
    }

    internal static JointMoments ReadSums(ref CanonicalReader reader, int dimension)
    {
        var joint = new JointMoments(dimension);
        for (int i = 0; i < dimension; i++) joint._variables[i] = Moments.ReadFrom(ref reader);
        for (int i = 0; i < joint._products.Length; i++) joint._products[i] = ExactSum.ReadFrom(ref reader);
        joint.CheckConsistency();
        return joint;
    }

    /// <summary>Refuses sums that no samples have: C_xy^2 &lt;= C_xx C_yy with C_xy = n sum x y - sum x sum y (Cauchy, Schwarz).</summary>
    private void CheckConsistency()
    {
        CentralMoments[] central = Array.ConvertAll(_variables, variable => variable.Central);
        for (int x = 0; x < Dimension; x++)
        {
            if (central[x].Count != Count)
                throw new InvalidDataException($"Joint moments of {Count} and {central[x].Count} values.");
            for (int y = 0; y < x; y++)
            {
                Dyadic products = SumOfProducts(x, y), covariance = products * Count - central[x].Sum * central[y].Sum;
                if ((covariance * covariance - central[x].Square * central[y].Square).Sign > 0 || (Count == 0 && products.Sign != 0))
                    throw new InvalidDataException("Joint moments that no samples have: the covariance exceeds the variances.");
            }
        }
    }

    /// <summary>The place of a pair, in either order, in (1,0), (2,0), (2,1), (3,0), ...</summary>
    internal static int PairIndex(int x, int y)
    {
        int high = Math.Max(x, y);
        return high * (high - 1) / 2 + Math.Min(x, y);
    }
}
