namespace IsacCluster.Statistics;

/// <summary>
/// Fourth moments of d variables and a weight m, over independent units: the exact sums of all products of four factors among m and at
/// most two of the variables. From them sum (a x + b y + c m)^4 and sum m (a x + b y + c m)^3 follow exactly for any a, b, c, hence on how
/// many units an estimate rests (<see cref="RatioEstimate.EffectiveUnits"/>) and its skewness.
/// </summary>
/// <remarks>
/// Byte form: m^4; for each variable x^4, x^3 m, x^2 m^2, x m^3; for each pair in the order (1,0), (2,0), (2,1), ... x^3 y, x^2 y^2, x y^3,
/// x^2 y m, x y^2 m, x y m^2.
/// </remarks>
public sealed class QuarticSums
{
    private const int OfVariable = 4, OfPair = 6;
    private readonly ExactSum[] _sums;

    /// <param name="dimension">d, from 1 to 256.</param>
    public QuarticSums(int dimension) : this(dimension, [.. Enumerable.Range(0, Length(dimension)).Select(_ => ExactSum.OfQuartics())]) { }

    private QuarticSums(int dimension, ExactSum[] sums) => (Dimension, _sums) = (dimension, sums);

    public int Dimension { get; }

    /// <summary>Adds a unit.</summary>
    /// <param name="values">Length d, finite.</param>
    /// <param name="weight">m.</param>
    public void Add(ReadOnlySpan<double> values, double weight)
    {
        double m = weight;
        _sums[0].AddProduct(m, m, m, m);
        for (int i = 0, at = 1; i < Dimension; i++)
        {
            double x = values[i];
            _sums[at++].AddProduct(x, x, x, x);
            _sums[at++].AddProduct(x, x, x, m);
            _sums[at++].AddProduct(x, x, m, m);
            _sums[at++].AddProduct(x, m, m, m);
        }

        for (int i = 0, at = PairStart(1, 0); i < Dimension; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (double x, double y) = (values[i], values[j]);
                _sums[at++].AddProduct(x, x, x, y);
                _sums[at++].AddProduct(x, x, y, y);
                _sums[at++].AddProduct(x, y, y, y);
                _sums[at++].AddProduct(x, x, y, m);
                _sums[at++].AddProduct(x, y, y, m);
                _sums[at++].AddProduct(x, y, m, m);
            }
        }
    }

    public void Merge(QuarticSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Dimension != Dimension)
            throw new ArgumentException($"Cannot merge {other.Dimension} variables into {Dimension}.", nameof(other));
        for (int i = 0; i < _sums.Length; i++) _sums[i].Merge(other._sums[i]);
    }

    public void WriteTo(CanonicalWriter writer)
    {
        foreach (ExactSum sum in _sums) sum.WriteTo(writer);
    }

    /// <exception cref="InvalidDataException">The bytes are cut short or not canonical.</exception>
    public static QuarticSums ReadFrom(ref CanonicalReader reader, int dimension)
    {
        var sums = new ExactSum[Length(dimension)];
        for (int i = 0; i < sums.Length; i++) sums[i] = ExactSum.ReadQuartics(ref reader);
        return new QuarticSums(dimension, sums);
    }

    /// <summary>The sum of the fourth power of a form, exactly.</summary>
    internal Dyadic Of(UnitForm form)
    {
        (Dyadic a, Dyadic b, Dyadic c) = (form.A, form.B, form.C);
        (Dyadic aa, Dyadic bb, Dyadic cc) = (a * a, b * b, c * c);
        Dyadic sum = cc * cc * At(0) + Alone(form.X, a, aa, c, cc);
        if (form.Y is not { } second) return sum;
        int pair = PairStart(form.X, second);
        // The pair's sums are of (higher, lower): x is the higher variable.
        (Dyadic x, Dyadic y, Dyadic xx, Dyadic yy) = form.X > second ? (a, b, aa, bb) : (b, a, bb, aa);
        return sum + Alone(second, b, bb, c, cc)
            + 4 * (xx * x * y * At(pair) + x * y * yy * At(pair + 2))
            + 6 * xx * yy * At(pair + 1)
            + 12 * c * x * y * (x * At(pair + 3) + y * At(pair + 4) + c * At(pair + 5));
    }

    /// <summary>The sum of m times the third power of a form, exactly.</summary>
    internal Dyadic WeightedCubes(UnitForm form)
    {
        (Dyadic a, Dyadic b, Dyadic c) = (form.A, form.B, form.C);
        Dyadic sum = c * c * c * At(0) + CubesAlone(form.X, a, c);
        if (form.Y is not { } second) return sum;
        int pair = PairStart(form.X, second);
        (Dyadic x, Dyadic y) = form.X > second ? (a, b) : (b, a);
        return sum + CubesAlone(second, b, c) + 3 * x * y * (x * At(pair + 3) + y * At(pair + 4) + 2 * c * At(pair + 5));
    }

    /// <summary>The terms of m (a x + c m)^3 with x.</summary>
    private Dyadic CubesAlone(int variable, Dyadic a, Dyadic c)
    {
        int at = 1 + OfVariable * variable;
        return a * (a * a * At(at + 1) + 3 * a * c * At(at + 2) + 3 * c * c * At(at + 3));
    }

    /// <summary>The terms of (a x + c m)^4 with x.</summary>
    private Dyadic Alone(int variable, Dyadic a, Dyadic aa, Dyadic c, Dyadic cc)
    {
        int at = 1 + OfVariable * variable;
        return aa * aa * At(at) + 4 * aa * a * c * At(at + 1) + 6 * aa * cc * At(at + 2) + 4 * a * c * cc * At(at + 3);
    }

    private Dyadic At(int index) => _sums[index].ToDyadic();

    private int PairStart(int x, int y) => 1 + OfVariable * Dimension + OfPair * JointMoments.PairIndex(x, y);

    private static int Length(int dimension) => 1 + OfVariable * dimension + OfPair * dimension * (dimension - 1) / 2;
}
