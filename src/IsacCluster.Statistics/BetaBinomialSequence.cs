using MathNet.Numerics;

namespace IsacCluster.Statistics;

/// <summary>
/// An anytime-valid interval for a proportion: with probability at least the confidence it covers p at all numbers of trials at once,
/// hence also at one chosen by looking at them, as a stopping rule does.
/// </summary>
/// <remarks>
/// <para>
/// Of n trials with s successes it holds all p with B(1/2 + s, 1/2 + n - s) / B(1/2, 1/2) &lt; p^s (1 - p)^(n - s) / alpha. The left side
/// over the likelihood of p is a martingale with mean 1 (a mixture of likelihood ratios over Jeffreys' prior), so by Ville's inequality it
/// ever reaches 1/alpha with probability at most alpha. Valid for every n, without any approximation.
/// </para>
/// <para>
/// Trajectories: for any Y in [0, 1] with mean p the factor 1 + lambda (Y - p) of a bet is at least the likelihood ratio with Y as a
/// fractional success, because ln is concave. So with Y_j = (k_j + p (T - f_j)) / T, k_j successes among f_j trials in T slots, whose mean
/// is p however slots depend on each other, the same set with s = sum Y_j and n trajectories is valid too; it assumes the worst
/// dependence.
/// </para>
/// <para>
/// Sources: H. Robbins, "Statistical methods related to the law of the iterated logarithm", Ann. Math. Statist. 41, 1970; I. Waudby-Smith,
/// A. Ramdas, "Estimating means of bounded random variables by betting", J. R. Statist. Soc. B 86, 2024.
/// </para>
/// </remarks>
public static class BetaBinomialSequence
{
    private const double Prior = 0.5;
    private const int Bisections = 60;

    /// <summary>The interval for k successes in f trials; null without trials.</summary>
    /// <param name="confidence">In (0, 1 - 1e-7].</param>
    public static Interval? Interval(long successes, long trials, double confidence) =>
        Interval(successes, trials, trials, 1, confidence);

    /// <summary>The interval for k successes in f trials that fell into n trajectories of T slots; null without trials.</summary>
    /// <param name="confidence">In (0, 1 - 1e-7].</param>
    public static Interval? Interval(long successes, long trials, long trajectories, int slots, double confidence)
    {
        double threshold = -Math.Log(1 - Statistics.Interval.CheckedConfidence(confidence, nameof(confidence)));
        if (trials == 0) return null;
        double ratio = (double)successes / trials, empty = (double)trajectories * slots - trials;
        return new Interval(
            successes == 0 ? 0 : End(0, ratio, IsExcluded), successes == trials ? 1 : End(1, ratio, IsExcluded));

        bool IsExcluded(double p) => LogMartingale((successes + p * empty) / slots, trajectories, p) >= threshold;
    }

    /// <summary>ln of the mixture of likelihood ratios against p, of s successes in n trials; both may be fractional.</summary>
    private static double LogMartingale(double s, double n, double p) => LogBeta(Prior + s, Prior + n - s) - LogBeta(Prior, Prior)
        - (s > 0 ? s * Math.Log(p) : 0) - (n - s > 0 ? (n - s) * Math.Log(1 - p) : 0);

    /// <summary>The excluded number nearest to the ratio, from the side where everything further out is excluded.</summary>
    private static double End(double excluded, double included, Func<double, bool> isExcluded)
    {
        for (int i = 0; i < Bisections; i++)
        {
            double middle = (excluded + included) / 2;
            if (isExcluded(middle)) excluded = middle;
            else included = middle;
        }

        return excluded;
    }

    private static double LogBeta(double a, double b) =>
        SpecialFunctions.GammaLn(a) + SpecialFunctions.GammaLn(b) - SpecialFunctions.GammaLn(a + b);
}
