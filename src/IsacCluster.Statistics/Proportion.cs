using MathNet.Numerics.Distributions;

namespace IsacCluster.Statistics;

/// <summary>
/// Successes among trials, for example designs that meet every SINR threshold, with the interval that suits them: independent trials or
/// such that depend on each other within trajectories, a number of trials fixed in advance or chosen by a stopping rule.
/// </summary>
public sealed class Proportion
{
    private readonly RatioEstimate? _trajectories;
    private readonly int _slots;

    /// <summary>Independent trials.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt;= successes &lt;= trials.</exception>
    public Proportion(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        (Successes, Trials) = (successes, trials);
    }

    /// <summary>Trials in trajectories.</summary>
    /// <param name="successes">k.</param>
    /// <param name="trials">f.</param>
    /// <param name="trajectories">sum k_j / sum f_j over trajectories.</param>
    /// <param name="slots">T, the most trials of a trajectory.</param>
    public Proportion(long successes, long trials, RatioEstimate trajectories, int slots) : this(successes, trials) =>
        (_trajectories, _slots) = (trajectories ?? throw new ArgumentNullException(nameof(trajectories)), slots);

    public long Successes { get; }

    public long Trials { get; }

    /// <summary>successes / trials; null without trials.</summary>
    public double? Ratio => Trials > 0 ? (double)Successes / Trials : null;

    /// <summary>Independent trials or trajectories.</summary>
    public long Units => _trajectories?.Units ?? Trials;

    /// <summary>Whether both successes and failures were seen.</summary>
    public bool Varies => Successes > 0 && Successes < Trials;

    /// <summary>
    /// <see cref="RatioEstimate.EffectiveUnits"/>; of independent trials n^2 k f / (k^3 + f^3) with k successes and f failures, which is
    /// the number of the rarer of the two where it is rare. Null where nothing varies.
    /// </summary>
    public double? EffectiveUnits
    {
        get
        {
            if (!Varies) return null;
            if (_trajectories is not null) return _trajectories.EffectiveUnits;
            double p = (double)Successes / Trials, q = 1 - p;
            return Trials * p * q / (p * p * p + q * q * q);
        }
    }

    /// <summary>Whether the interval rests on at least <see cref="RatioEstimate.LeastEffectiveUnits"/>.</summary>
    public bool IsFounded => EffectiveUnits >= RatioEstimate.LeastEffectiveUnits;

    /// <summary>
    /// The interval to report; null without trials. Under a stopping rule that of <see cref="BetaBinomialSequence"/>. For a fixed
    /// number: where nothing varies the rule of three, 3/n; Wilson's score interval where it is founded, of trajectories for the number of
    /// independent trials that would give their standard error and with Student's quantile; else one that covers at least the confidence
    /// whatever the proportion, Clopper and Pearson's for independent trials and the sequence for trajectories.
    /// </summary>
    /// <param name="confidence">In (0, 1 - 1e-7]; the rule of three is for 0.95.</param>
    /// <param name="anytime">Whether a stopping rule chose the number of trials.</param>
    public Interval? Interval(double confidence, bool anytime)
    {
        double tail = (1 - Statistics.Interval.CheckedConfidence(confidence, nameof(confidence))) / 2;
        if (Trials == 0) return null;
        if (anytime) return Sequence(confidence);
        if (!Varies) return RuleOfThree();
        if (!IsFounded) return _trajectories is null ? ClopperPearson(tail) : Sequence(confidence);
        if (_trajectories is null) return Wilson(Trials, -Normal.InvCDF(0, 1, tail));
        double p = Ratio!.Value, error = _trajectories.StandardError!.Value;
        return Wilson(Math.Min(Trials, p * (1 - p) / (error * error)), new StudentCriticalValue(confidence).At(Units));
    }

    private Interval? Sequence(double confidence) => _trajectories is null
        ? BetaBinomialSequence.Interval(Successes, Trials, confidence)
        : BetaBinomialSequence.Interval(Successes, Trials, Units, _slots, confidence);

    /// <summary>
    /// What happens with probability p does not show in n trials with probability (1 - p)^n &lt; 5 % if p > 3/n. A trajectory shows it
    /// if one of its slots does, so n is the number of trajectories.
    /// </summary>
    private Interval RuleOfThree()
    {
        double most = Math.Min(1, 3.0 / Units);
        return Successes == 0 ? new Interval(0, most) : new Interval(1 - most, 1);
    }

    /// <summary>
    /// Wilson's score interval: all p with |p^ - p| &lt;= z sqrt(p (1 - p) / n). It has the confidence on average over p, is never
    /// empty or outside [0, 1].
    /// </summary>
    /// <remarks>
    /// Source: E. B. Wilson, J. Am. Statist. Assoc. 22, 1927; recommended by Brown, Cai, DasGupta, Statist. Sci. 16, 2001. With dependent
    /// trials: E. L. Korn, B. I. Graubard, "Confidence intervals for proportions with small expected number of positive counts estimated
    /// from survey data", Survey Methodology 24, 1998.
    /// </remarks>
    private Interval Wilson(double n, double z)
    {
        double p = Ratio!.Value, zSquared = z * z;
        double centre = (n * p + zSquared / 2) / (n + zSquared);
        double halfWidth = z / (n + zSquared) * Math.Sqrt(n * p * (1 - p) + zSquared / 4);
        return new Interval(centre - halfWidth, centre + halfWidth);
    }

    /// <summary>
    /// The interval of Clopper and Pearson: both one-sided binomial tests at (1 - confidence) / 2. It covers at least the confidence for
    /// every p and n, and is wider than Wilson's for that.
    /// </summary>
    /// <remarks>
    /// The (1 - confidence)/2 quantile of Beta(k, n - k + 1) and the (1 + confidence)/2 quantile of Beta(k + 1, n - k), 0 &lt; k &lt; n,
    /// absolute accuracy 1e-12. Source: C. J. Clopper, E. S. Pearson, Biometrika 26, 1934.
    /// </remarks>
    /// <param name="tail">(1 - confidence) / 2.</param>
    private Interval ClopperPearson(double tail) => new(
        Beta.InvCDF(Successes, Trials - Successes + 1, tail), 1 - Beta.InvCDF(Trials - Successes, Successes + 1, tail));
}
