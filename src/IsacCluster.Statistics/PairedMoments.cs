namespace IsacCluster.Statistics;

/// <summary>
/// Moments of pairs (x, y) measured on the same sample, for example the mean squared errors of two algorithms on one channel.
/// Their difference and ratio are far more precise than the separate means suggest, since common channels cancel.
/// For all pairs among several algorithms <see cref="JointMoments"/> shares the sums.
/// </summary>
/// <remarks>Byte form: moments of x, moments of y, sum of x y.</remarks>
public sealed class PairedMoments : IExactStatistic<PairedMoments>
{
    private readonly Moments _x, _y;
    private readonly ExactSum _products;

    public PairedMoments() : this(new Moments(), new Moments(), new ExactSum()) { }

    private PairedMoments(Moments x, Moments y, ExactSum products) => (_x, _y, _products) = (x, y, products);

    public long Count => _x.Count;

    /// <summary>Difference and ratio of the two means, with intervals.</summary>
    public PairedComparison Comparison => new(_x.Central, _y.Central, _products);

    /// <summary>The same with x and y exchanged.</summary>
    public PairedComparison ReverseComparison => new(_y.Central, _x.Central, _products);

    /// <summary>Adds a pair.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite; nothing has changed then.</exception>
    public void Add(double x, double y)
    {
        _products.AddProduct(x, y);
        _x.Add(x);
        _y.Add(y);
    }

    public void Merge(PairedMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _x.Merge(other._x);
        _y.Merge(other._y);
        _products.Merge(other._products);
    }

    public void WriteTo(CanonicalWriter writer)
    {
        _x.WriteTo(writer);
        _y.WriteTo(writer);
        _products.WriteTo(writer);
    }

    public static PairedMoments ReadFrom(ref CanonicalReader reader)
    {
        var paired = new PairedMoments(Moments.ReadFrom(ref reader), Moments.ReadFrom(ref reader), ExactSum.ReadFrom(ref reader));
        PairedComparison.CheckConsistency(paired._x.Central, paired._y.Central, paired._products);
        return paired;
    }
}
