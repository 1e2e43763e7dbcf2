using MathNet.Numerics.Distributions;

namespace IsacCluster.Statistics;

/// <summary>
/// Successes among trials, for example designs that meet every SINR threshold, with intervals for the success probability. The
/// intervals are for a number of trials fixed in advance.
/// </summary>
/// <remarks>Byte form: trials, successes.</remarks>
public sealed class RatioCounter : IExactStatistic<RatioCounter>
{
    public RatioCounter() { }

    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt;= successes &lt;= trials.</exception>
    public RatioCounter(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        (Successes, Trials) = (successes, trials);
    }

    public long Successes { get; private set; }

    public long Trials { get; private set; }

    /// <summary>successes / trials; null without trials.</summary>
    public double? Ratio => Trials > 0 ? (double)Successes / Trials : null;

    public void Add(bool success)
    {
        Trials = checked(Trials + 1);
        if (success) Successes++;
    }

    public void Merge(RatioCounter other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Trials = checked(Trials + other.Trials);
        Successes += other.Successes;
    }

    /// <summary>
    /// Wilson's score interval: all p with |p^ - p| &lt;= z sqrt(p (1 - p) / n). It has the confidence on average over p, is never
    /// empty or outside [0, 1], and is the one to report by default. Null without trials.
    /// </summary>
    /// <remarks>
    /// Source: E. B. Wilson, J. Am. Statist. Assoc. 22, 1927; recommended by Brown, Cai, DasGupta, Statist. Sci. 16, 2001.
    /// </remarks>
    /// <param name="confidence">In (0, 1 - 1e-7].</param>
    public Interval? WilsonInterval(double confidence)
    {
        double tail = (1 - Interval.CheckedConfidence(confidence, nameof(confidence))) / 2;
        if (Trials == 0) return null;
        double z = -Normal.InvCDF(0, 1, tail);
        double n = Trials, successes = Successes, failures = Trials - Successes, zSquared = z * z;
        double centre = (successes + zSquared / 2) / (n + zSquared);
        double halfWidth = z / (n + zSquared) * Math.Sqrt(successes / n * failures + zSquared / 4);
        return new Interval(Successes == 0 ? 0 : centre - halfWidth, Successes == Trials ? 1 : centre + halfWidth);
    }

    /// <summary>
    /// The interval of Clopper and Pearson: both one-sided binomial tests at (1 - confidence) / 2. It covers at least the confidence
    /// for every p and n, and is wider than Wilson's for that. Null without trials.
    /// </summary>
    /// <remarks>
    /// With k successes in n: the (1 - confidence)/2 quantile of Beta(k, n - k + 1) and the (1 + confidence)/2 quantile of
    /// Beta(k + 1, n - k), absolute accuracy 1e-12. Source: C. J. Clopper, E. S. Pearson, Biometrika 26, 1934.
    /// </remarks>
    /// <param name="confidence">In (0, 1 - 1e-7].</param>
    public Interval? ClopperPearsonInterval(double confidence)
    {
        double tail = (1 - Interval.CheckedConfidence(confidence, nameof(confidence))) / 2;
        if (Trials == 0) return null;
        return new Interval(LowerBound(Successes, Trials, tail), 1 - LowerBound(Trials - Successes, Trials, tail));
    }

    public void WriteTo(CanonicalWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(Trials);
        writer.WriteCount(Successes);
    }

    public static RatioCounter ReadFrom(ref CanonicalReader reader)
    {
        long trials = reader.ReadCount();
        return new RatioCounter { Trials = trials, Successes = reader.ReadCount(trials) };
    }

    /// <summary>The p for which at least k successes in n have the probability of the tail.</summary>
    private static double LowerBound(long successes, long trials, double tail) =>
        successes == 0 ? 0
        : successes == trials ? Math.Pow(tail, 1.0 / trials)
        : Beta.InvCDF(successes, trials - successes + 1, tail);
}
