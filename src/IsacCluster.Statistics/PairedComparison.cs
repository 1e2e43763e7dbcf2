namespace IsacCluster.Statistics;

/// <summary>
/// Difference and ratio of the means of x and y over n common samples, from exact sums: a snapshot that later additions
/// do not change. Everything is computed exactly and rounded once, so nearly equal algorithms compare without cancellation.
/// </summary>
/// <remarks>
/// Notation: S_x = sum x, C_xy = n sum x y - S_x S_y (so that the sample covariance is C_xy / (n (n - 1))).
/// </remarks>
public sealed class PairedComparison
{
    private readonly Dyadic _sumX, _sumY, _centralXx, _centralXy, _centralYy;

    public PairedComparison(CentralMoments x, CentralMoments y, ExactSum products)
    {
        Count = x.Count;
        (_sumX, _sumY) = (x.Sum, y.Sum);
        (_centralXx, _centralYy) = (x.Square, y.Square);
        _centralXy = products.ToDyadic() * Count - _sumX * _sumY;
    }

    public long Count { get; }

    /// <summary>mean(x - y), correctly rounded; null for n = 0.</summary>
    public double? MeanDifference => Count > 0 ? Dyadic.Quotient(_sumX - _sumY, Count) : null;

    /// <summary>mean(x) / mean(y), correctly rounded; null for n = 0 or mean(y) = 0.</summary>
    public double? RatioOfMeans => Count > 0 && _sumY.Sign != 0 ? Dyadic.Quotient(_sumX, _sumY) : null;

    /// <summary>The paired interval mean(x - y) +- critical(n) s_(x-y) / sqrt(n); null for n &lt; 2 or where it is unbounded.</summary>
    public Interval? MeanDifferenceInterval(ICriticalValue critical)
    {
        ArgumentNullException.ThrowIfNull(critical);
        if (Count < 2) return null;
        Dyadic central = _centralXx - _centralXy * 2 + _centralYy;
        double standardError = Dyadic.SquareRootOfQuotient(central, (Dyadic)Count * Count * (Count - 1));
        return Interval.Around(MeanDifference!.Value, critical.At(Count) * standardError);
    }

    /// <summary>
    /// Fieller's interval for mean(x) / mean(y): all rho for which the interval of mean(x - rho y) covers 0, that is
    /// (mean(x) - rho mean(y))^2 &lt;= q^2 s^2_(x - rho y) / n with q the critical value.
    /// </summary>
    /// <returns>
    /// Null for n &lt; 2, and where mean(y) is not separated from 0 at this confidence (mean(y)^2 &lt;= q^2 s_y^2 / n): the set is then
    /// unbounded, and any bounded interval would claim too much.
    /// </returns>
    /// <remarks>
    /// With the estimate r = S_x / S_y, the residual d = x - r y (of mean 0) and rho = r + delta, the inequality is
    /// a delta^2 + 2 b delta - c &lt;= 0 with h = q^2 / n, a = mean(y)^2 - h s_y^2, b = h s_dy, c = h s_d^2 >= 0, where s_d^2 and s_dy
    /// come from the exact sums. Divided by mean(y)^2 it has no cancellation left even if x and y nearly agree. The interval
    /// is valid wherever the one for the mean of x - rho y is, so a confidence sequence makes it anytime-valid too.
    /// Source: E. C. Fieller, "Some problems in interval estimation", J. R. Statist. Soc. B 16, 1954.
    /// </remarks>
    public Interval? RatioOfMeansInterval(ICriticalValue critical)
    {
        ArgumentNullException.ThrowIfNull(critical);
        if (Count < 2 || _sumY.Sign == 0) return null;
        double factor = critical.At(Count);
        if (double.IsPositiveInfinity(factor)) return null;

        // s_d^2 / mean(y)^2 and so on, times n - 1: the factor n of C and of the sums cancels.
        Dyadic sumYSquared = _sumY * _sumY;
        Dyadic residualSquares = _centralXx * sumYSquared - _sumX * _sumY * _centralXy * 2 + _sumX * _sumX * _centralYy;
        Dyadic residualProducts = _centralXy * _sumY - _sumX * _centralYy;
        double h = factor * factor / (Count - 1.0);
        double a = 1 - h * Dyadic.Quotient(_centralYy, sumYSquared);
        double b = h * Dyadic.Quotient(residualProducts, sumYSquared * _sumY);
        double c = h * Dyadic.Quotient(residualSquares, sumYSquared * sumYSquared);
        if (!(a > 0)) return null;

        // The roots in the form without cancellation: the larger one in magnitude first, the other from their product -c / a.
        double root = Math.Sqrt(b * b + a * c);
        double larger = -(b + Math.CopySign(root, b)) / a;
        double smaller = larger == 0 ? 0 : -c / (a * larger);
        double ratio = RatioOfMeans!.Value;
        return Interval.Bounded(ratio + Math.Min(larger, smaller), ratio + Math.Max(larger, smaller));
    }

    /// <summary>Refuses sums that no pairs have: by Cauchy and Schwarz C_xy^2 &lt;= C_xx C_yy.</summary>
    public static void CheckConsistency(CentralMoments x, CentralMoments y, ExactSum products)
    {
        if (x.Count != y.Count) throw new InvalidDataException($"Paired moments of {x.Count} and {y.Count} values.");
        var comparison = new PairedComparison(x, y, products);
        Dyadic excess = comparison._centralXy * comparison._centralXy - comparison._centralXx * comparison._centralYy;
        if (excess.Sign > 0 || (x.Count == 0 && products.ToDyadic().Sign != 0))
            throw new InvalidDataException("Paired moments that no pairs have: the covariance exceeds the variances.");
    }
}
