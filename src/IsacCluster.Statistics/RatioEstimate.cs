namespace IsacCluster.Statistics;

/// <summary>
/// The ratio sum u / sum v over n independent units, from exact sums: a mean (v the number of samples of a unit), a ratio of means, a
/// difference of means. A snapshot that later additions do not change. Everything is computed exactly and rounded once, so nearly
/// equal algorithms compare without cancellation.
/// </summary>
/// <remarks>Notation: S_u = sum u, the residual of a unit w = S_v u - S_u v, whose sum is 0.</remarks>
public sealed class RatioEstimate
{
    /// <summary>An interval that rests on fewer units is not to be trusted: reports say so and stopping rules do not stop.</summary>
    public const double LeastEffectiveUnits = 30;

    private readonly Dyadic _sumU, _sumV, _centralVv, _residualSquares, _residualProducts;

    private RatioEstimate(long units, Dyadic sumU, Dyadic sumV, Dyadic centralVv, Dyadic residualSquares, Dyadic residualProducts)
    {
        Units = units;
        (_sumU, _sumV, _centralVv) = (sumU, sumV, centralVv);
        (_residualSquares, _residualProducts) = (residualSquares, residualProducts);
    }

    /// <summary>n.</summary>
    public long Units { get; }

    /// <summary>sum u / sum v, correctly rounded; null without units or where sum v = 0.</summary>
    public double? Value => _sumV.Sign != 0 ? Dyadic.Quotient(_sumU, _sumV) : null;

    /// <summary>
    /// Whether the residuals differ by more than the values are accurate: false where all units agree, and an interval would claim a
    /// certainty that a single exception among the units to come would refute. Their standard deviation is held against the resolution
    /// times the mean of u, of a difference of means against that of both: the last digits of iterations are no spread.
    /// </summary>
    public bool Varies { get; private init; }

    /// <summary>
    /// n_eff = (sum d^2)^2 / sum d^4 with d the residuals, from 1 to n: on how many units the estimate of the spread rests. n where half of
    /// them lie as far on either side, n/3 for Gaussian ones, the number of exceptions where few units carry the spread. Correctly rounded;
    /// null where nothing varies, and where the fourth moments are not known.
    /// </summary>
    public double? EffectiveUnits { get; private init; }

    /// <summary>
    /// gamma / sqrt(n) = sum w^3 / (sum w^2)^(3/2), from -1 to 1: the skewness of the mean of units that are skewed as those seen. Of
    /// trajectories each w^3 counts in proportion to the samples of its unit. Null where <see cref="EffectiveUnits"/> is.
    /// </summary>
    public double? SkewnessOfMean { get; private init; }

    /// <summary>Whether the interval rests on at least <see cref="LeastEffectiveUnits"/>.</summary>
    public bool IsFounded => EffectiveUnits >= LeastEffectiveUnits;

    /// <summary>sqrt(n / (n - 1) sum w^2) / S_v^2, by linearisation; null for n &lt; 2 or where sum v = 0.</summary>
    public double? StandardError => Units > 1 && _sumV.Sign != 0
        ? Dyadic.SquareRootOfQuotient(_residualSquares * Units, _sumV * _sumV * (_sumV * _sumV) * (Units - 1))
        : null;

    /// <summary>
    /// Fieller's interval: all rho for which the interval of mean(u - rho v) covers 0, that is
    /// (mean(u) - rho mean(v))^2 &lt;= q^2 s^2_(u - rho v) / n with q the critical value at n, above the estimate that to the upper end,
    /// below it that to the lower one. Where v is the same for every unit, as for the mean of independent samples, this is
    /// from mean - q_lower s / sqrt(n) to mean + q_upper s / sqrt(n).
    /// </summary>
    /// <returns>
    /// Null for n &lt; 2, where nothing varies, and where mean(v) is not separated from 0 at this confidence
    /// (mean(v)^2 &lt;= q^2 s_v^2 / n): the set is then unbounded, and any bounded interval would claim too much.
    /// </returns>
    /// <remarks>
    /// With the estimate r = S_u / S_v and rho = r + delta, the inequality is a delta^2 + 2 b delta - c &lt;= 0 with h = q^2 / n, divided
    /// by mean(v)^2: a = 1 - h s_v^2 / mean(v)^2, b = h s_wv and c = h s_w^2 >= 0 up to powers of S_v, all from the exact sums: no
    /// cancellation is left even if u and v nearly agree; a root of either sign is an end. The interval is valid wherever the one for the
    /// mean of u - rho v is, so a confidence sequence makes it anytime-valid too. Source: E. C. Fieller, "Some problems in interval
    /// estimation", J. R. Statist. Soc. B 16, 1954.
    /// </remarks>
    public Interval? Interval(ICriticalValue critical)
    {
        ArgumentNullException.ThrowIfNull(critical);
        if (Units < 2 || _sumV.Sign == 0 || !Varies) return null;
        (double lower, double upper) = SkewnessOfMean is { } skewness
            ? critical.Sides(Units, skewness) : (critical.At(Units), critical.At(Units));
        if (Offset(lower, -1) is not { } below || Offset(upper, 1) is not { } above) return null;
        double ratio = Value!.Value;
        return Statistics.Interval.Bounded(ratio + below, ratio + above);
    }

    /// <summary>The distance delta of one end from the estimate, of that sign; null where the set is not bounded.</summary>
    private double? Offset(double factor, int sign)
    {
        if (double.IsPositiveInfinity(factor)) return null;
        Dyadic sumSquared = _sumV * _sumV;
        double h = factor * factor / (Units - 1.0);
        double a = 1 - h * Dyadic.Quotient(_centralVv, sumSquared);
        double b = h * Dyadic.Quotient(_residualProducts * Units, sumSquared * _sumV);
        double c = h * Dyadic.Quotient(_residualSquares * Units, sumSquared * sumSquared);
        if (!(a > 0)) return null;

        // The roots in the form without cancellation: the larger one in magnitude first, the other from their product -c / a.
        double root = Math.Sqrt(b * b + a * c);
        double larger = -(b + Math.CopySign(root, b)) / a;
        double smaller = larger == 0 ? 0 : -c / (a * larger);
        return sign < 0 ? Math.Min(larger, smaller) : Math.Max(larger, smaller);
    }

    internal static RatioEstimate Of(UnitMoments units, UnitForm u, UnitForm v, double resolution)
    {
        Dyadic sumU = units.Sum(u), sumV = units.Sum(v);
        UnitForm residual = u.Minus(v, sumV, sumU);
        Dyadic squares = units.SumOfProducts(residual, residual);
        Dyadic least = Dyadic.Of(resolution) * units.Magnitude(u) * sumV; // n times the standard deviation of w that counts as spread
        bool varies = (squares * units.Count * units.Count - least * least * (units.Count - 1)).Sign > 0;
        Dyadic? fourth = varies ? units.SumOfFourthPowers(residual) : null;
        return new RatioEstimate(
            units.Count, sumU, sumV, units.SumOfProducts(v, v) * units.Count - sumV * sumV, squares, units.SumOfProducts(residual, v))
        {
            Varies = varies,
            EffectiveUnits = fourth is { } power ? Dyadic.Quotient(squares * squares, power) : null,
            SkewnessOfMean = varies && units.SumOfCubes(residual) is { } cubes ? Skewness(cubes.Sum, cubes.Per, squares) : null,
        };
    }

    /// <summary>sum / per / squares^(3/2); weights may carry it a little beyond 1.</summary>
    private static double Skewness(Dyadic sum, Dyadic per, Dyadic squares) =>
        sum.Sign * Math.Min(1, Dyadic.SquareRootOfQuotient(sum * sum, per * per * (squares * squares * squares)));
}
