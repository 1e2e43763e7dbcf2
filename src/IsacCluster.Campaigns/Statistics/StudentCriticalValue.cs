using MathNet.Numerics.Distributions;

namespace IsacCluster.Campaigns.Statistics;

/// <summary>
/// The two-sided quantile of Student's t with n - 1 degrees of freedom: t such that P(|T| &lt;= t) = confidence. The interval
/// mean +- t s / sqrt(n) is exact for Gaussian samples and a number n fixed in advance, asymptotic for other samples of finite
/// variance, and too narrow when n was chosen by looking at the samples.
/// </summary>
/// <remarks>Source: Student, "The probable error of a mean", Biometrika 6, 1908. MathNet.Numerics solves for the quantile by
/// bisection within +-800; one and two degrees of freedom, which reach further, have closed forms.</remarks>
public sealed class StudentCriticalValue : ICriticalValue
{
    /// <param name="confidence">In (0, 1 - 1e-7].</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is outside its range.</exception>
    public StudentCriticalValue(double confidence) => Confidence = Interval.CheckedConfidence(confidence, nameof(confidence));

    public double Confidence { get; }

    public double At(long count)
    {
        double tail = (1 - Confidence) / 2;
        return count switch
        {
            < 2 => double.PositiveInfinity,
            2 => 1 / Math.Tan(Math.PI * tail),
            3 => (1 - 2 * tail) / Math.Sqrt(2 * tail * (1 - tail)),
            _ => -StudentT.InvCDF(0, 1, count - 1, tail),
        };
    }
}
