namespace IsacCluster.Statistics;

/// <summary>
/// Moments of d variables over independent units: samples, or trajectories whose samples depend on each other and enter as one
/// observation, their sums and their number. From them follow means, ratios and differences of means with intervals, and on how many units
/// each of these rests.
/// </summary>
/// <remarks>
/// Of weighted units <see cref="JointMoments"/> of the d sums and the weight m, else of the d values (m = 1); beside them
/// <see cref="QuarticSums"/>, which are null in statistics that an earlier version began.
/// </remarks>
public sealed class UnitMoments
{
    private readonly bool _weighted;
    private readonly int _dimension;
    private readonly JointMoments _joint;
    private QuarticSums? _quartics;

    /// <param name="dimension">d, from 1 to 256.</param>
    /// <param name="weighted">Whether units have weights: whether they are trajectories.</param>
    public UnitMoments(int dimension, bool weighted) : this(
        dimension, weighted, new JointMoments(weighted ? dimension + 1 : dimension), new QuarticSums(dimension))
    { }

    private UnitMoments(int dimension, bool weighted, JointMoments joint, QuarticSums? quartics) =>
        (_dimension, _weighted, _joint, _quartics) = (dimension, weighted, joint, quartics);

    /// <summary>Units added.</summary>
    public long Count => _joint.Count;

    /// <summary>The moments of each variable over units, to read.</summary>
    public IReadOnlyList<Moments> Variables => _joint.Variables;

    /// <summary>Adds a unit.</summary>
    /// <param name="sums">Length d: of each variable over the unit.</param>
    /// <param name="weight">m, how many samples were summed; 1 where units are not weighted.</param>
    /// <exception cref="ArgumentException">The length is not d.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite; nothing has changed then.</exception>
    public void Add(ReadOnlySpan<double> sums, long weight = 1)
    {
        _joint.Add(_weighted ? [.. sums, weight] : sums);
        _quartics?.Add(sums, weight);
    }

    /// <summary>sum x / sum m: the mean over all samples.</summary>
    /// <param name="resolution">Relative accuracy of the values; see <see cref="RatioEstimate.Varies"/>. Default: they are exact.</param>
    public RatioEstimate Mean(int x, double resolution = 0) =>
        RatioEstimate.Of(this, new(x, null, 1, 0, 0), new(x, null, 0, 0, 1), resolution);

    /// <summary>sum x / sum y: the ratio of two means over the same samples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside 0..d-1, or both are the same.</exception>
    public RatioEstimate Ratio(int x, int y, double resolution = 0) =>
        RatioEstimate.Of(this, Form(x, y, 1, 0), Form(x, y, 0, 1), resolution);

    /// <summary>sum (x - y) / sum m: the difference of two means over the same samples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside 0..d-1, or both are the same.</exception>
    public RatioEstimate Difference(int x, int y, double resolution = 0) =>
        RatioEstimate.Of(this, Form(x, y, 1, -1), Form(x, y, 0, 0) with { C = 1 }, resolution);

    public void Merge(UnitMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._weighted != _weighted) throw new ArgumentException("Weighted units do not merge with others.", nameof(other));
        _joint.Merge(other._joint);
        if (other._quartics is null) _quartics = null;
        else _quartics?.Merge(other._quartics);
    }

    /// <summary>Appends all but the fourth moments, which came later and stand elsewhere.</summary>
    public void WriteMoments(CanonicalWriter writer) => _joint.WriteSums(writer);

    /// <summary>Whether the fourth moments are known.</summary>
    public bool HasQuartics => _quartics is not null;

    /// <summary>Appends the fourth moments; nothing where they are not known.</summary>
    public void WriteQuartics(CanonicalWriter writer) => _quartics?.WriteTo(writer);

    /// <summary>Reads what <see cref="WriteMoments"/> wrote; the fourth moments are not known until they are read.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such moments.</exception>
    public static UnitMoments ReadMoments(ref CanonicalReader reader, int dimension, bool weighted)
    {
        var joint = JointMoments.ReadSums(ref reader, weighted ? dimension + 1 : dimension);
        return new UnitMoments(dimension, weighted, joint, null);
    }

    /// <summary>Reads what <see cref="WriteQuartics"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such sums.</exception>
    public void ReadQuartics(ref CanonicalReader reader) => _quartics = QuarticSums.ReadFrom(ref reader, _dimension);

    /// <summary>The sum of a form over units, exactly.</summary>
    internal Dyadic Sum(UnitForm form) => form.A * _joint.Variables[form.X].Sum
        + (form.Y is { } y ? form.B * _joint.Variables[y].Sum : 0) + form.C * (_weighted ? _joint.Variables[_dimension].Sum : Count);

    /// <summary>|A sum x| + |B sum y|: how large the numbers are of which a form is made.</summary>
    internal Dyadic Magnitude(UnitForm form) =>
        Absolute(form.A * _joint.Variables[form.X].Sum) + (form.Y is { } y ? Absolute(form.B * _joint.Variables[y].Sum) : 0);

    /// <summary>The sum of the product of two forms of the same variables over units, exactly.</summary>
    internal Dyadic SumOfProducts(UnitForm f, UnitForm g)
    {
        Dyadic sum = f.A * g.A * Product(f.X, f.X) + (f.A * g.C + f.C * g.A) * Product(f.X, null) + f.C * g.C * Product(null, null);
        if (f.Y is not { } y) return sum;
        return sum + f.B * g.B * Product(y, y) + (f.A * g.B + f.B * g.A) * Product(f.X, y) + (f.B * g.C + f.C * g.B) * Product(y, null);
    }

    /// <summary>The sum of the fourth power of a form over units, exactly; null where it is not known.</summary>
    internal Dyadic? SumOfFourthPowers(UnitForm form) => _quartics?.Of(form);

    /// <summary>
    /// The sum of the third power of a form over units, each weighted by m over the mean m; null where it is not known.
    /// </summary>
    /// <returns>Numerator and denominator.</returns>
    internal (Dyadic Sum, Dyadic Per)? SumOfCubes(UnitForm form) => _quartics is null ? null
        : (_quartics.WeightedCubes(form) * Count, _weighted ? _joint.Variables[_dimension].Sum : Count);

    /// <summary>sum x y over units; null stands for the weight.</summary>
    private Dyadic Product(int? x, int? y)
    {
        if (_weighted) return _joint.SumOfProducts(x ?? _dimension, y ?? _dimension);
        return (x, y) switch
        {
            ({ } i, { } j) => _joint.SumOfProducts(i, j),
            ({ } i, null) => _joint.Variables[i].Sum,
            (null, { } j) => _joint.Variables[j].Sum,
            _ => Count,
        };
    }

    private static Dyadic Absolute(Dyadic value) => value.Sign < 0 ? -value : value;

    private UnitForm Form(int x, int y, long a, long b)
    {
        if (x == y || (uint)x >= (uint)_dimension || (uint)y >= (uint)_dimension)
            throw new ArgumentOutOfRangeException(nameof(y), $"({x}, {y}) is not a pair of two of {_dimension} variables.");
        return new UnitForm(x, y, a, b, 0);
    }
}
