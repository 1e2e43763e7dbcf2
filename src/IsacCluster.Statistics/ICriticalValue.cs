namespace IsacCluster.Statistics;

/// <summary>
/// How many standard errors an interval for a mean reaches to either side: mean +- At(n) s / sqrt(n). The one thing in
/// which an interval for a fixed number of samples (<see cref="StudentCriticalValue"/>) and one for a number that depends on the
/// samples (<see cref="ConfidenceSequence"/>) differ. Implementations are immutable and thread-safe.
/// </summary>
public interface ICriticalValue
{
    /// <summary>Probability that the interval covers the mean.</summary>
    double Confidence { get; }

    /// <summary>The factor for n samples; positive infinity where n samples bound nothing.</summary>
    double At(long count);

    /// <summary>
    /// The factors to the lower and to the upper end for n samples whose mean has that skewness
    /// (<see cref="RatioEstimate.SkewnessOfMean"/>); default: that for n to both.
    /// </summary>
    (double Lower, double Upper) Sides(long count, double skewnessOfMean) => (At(count), At(count));
}
