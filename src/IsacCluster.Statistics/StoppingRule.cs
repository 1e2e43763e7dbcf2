namespace IsacCluster.Statistics;

/// <summary>What a stopping rule says at a look.</summary>
public enum StoppingVerdict
{
    /// <summary>Go on to <see cref="StoppingRule.NextLook"/>.</summary>
    Continue,

    /// <summary>Every watched mean has the target precision.</summary>
    PrecisionReached,

    /// <summary>The maximum number of samples is reached without it.</summary>
    SampleLimitReached,
}

/// <summary>
/// Stops a campaign once every watched mean is known to a relative half-width: critical(n) s / sqrt(n) &lt;= w |mean|, and its
/// interval rests on at least <see cref="RatioEstimate.LeastEffectiveUnits"/>. Decisions fall at canonical sample indices only (looks),
/// which depend on the rule alone, so the final number of samples does not depend on timing, shards or silos.
/// </summary>
/// <remarks>
/// <para>Looks: n_1 = minimum, n_(k+1) = n_k + ceil(n_k / 4), rounded up to whole trajectories, the last clipped at the maximum: between 1
/// and 25 % more samples than necessary, and few looks (38 from 200 to a million). The maximum moves no look below it, so extending a
/// campaign repeats the same decisions.</para>
/// <para>The intervals come from a <see cref="ConfidenceSequence"/> tightest at twice the minimum, so they cover at the random
/// stopping time; report <see cref="Critical"/> intervals for such a campaign, not Student's, which stop too early when
/// the first samples happen to agree. By the central limit theorem they need enough samples that carry the spread, which is why a mean
/// that rests on few does not stop, nor one whose samples all agree so far.</para>
/// Immutable and thread-safe.
/// </remarks>
public sealed class StoppingRule
{
    private readonly int _slots;

    /// <param name="relativeHalfWidth">w, in (0, 1).</param>
    /// <param name="confidence">In (0, 1 - 1e-7].</param>
    /// <param name="minSamples">First look, at least 2.</param>
    /// <param name="maxSamples">Last look, at least the first.</param>
    /// <param name="slots">Samples of a trajectory, at least 1: looks fall between trajectories. Default: samples are units.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public StoppingRule(double relativeHalfWidth, double confidence, long minSamples, long maxSamples, int slots = 1)
    {
        if (!(relativeHalfWidth is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(relativeHalfWidth), relativeHalfWidth, "A relative half-width is in (0, 1).");
        ArgumentOutOfRangeException.ThrowIfLessThan(minSamples, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSamples, minSamples);
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        (RelativeHalfWidth, MinSamples, MaxSamples, _slots) = (relativeHalfWidth, minSamples, maxSamples, slots);
        Critical = CriticalAt(confidence);
    }


    public double RelativeHalfWidth { get; }

    public long MinSamples { get; }

    public long MaxSamples { get; }

    /// <summary>The critical values that stay valid under repeated looks; for the decisions and for the intervals to report.</summary>
    public ConfidenceSequence Critical { get; }

    /// <summary>The same critical values at another confidence.</summary>
    public ConfidenceSequence CriticalAt(double confidence) =>
        new(confidence, 2 * Math.Min(Trajectories(MinSamples), long.MaxValue / 2));

    /// <summary>The first look after the given number of samples; null if the last has been reached.</summary>
    public long? NextLook(long samples)
    {
        if (samples >= MaxSamples) return null;
        long look = Whole(MinSamples);
        while (look <= samples && look < MaxSamples) look = Following(look);
        return Math.Min(look, MaxSamples);
    }

    /// <summary>
    /// Decides at a look. A pure function of the rule, the look and the exact statistics of exactly the samples [0, samples).
    /// </summary>
    /// <param name="samples">Samples drawn, including those that the watched means exclude.</param>
    /// <param name="watched">The means that must be precise. Without any, only the limit stops.</param>
    public StoppingVerdict Decide(long samples, IEnumerable<RatioEstimate> watched)
    {
        ArgumentNullException.ThrowIfNull(watched);
        bool any = false, precise = samples >= MinSamples;
        foreach (RatioEstimate mean in watched)
        {
            any = true;
            precise = precise && IsPrecise(mean);
        }

        if (precise && any) return StoppingVerdict.PrecisionReached;
        return samples >= MaxSamples ? StoppingVerdict.SampleLimitReached : StoppingVerdict.Continue;
    }

    /// <summary>
    /// Whether the half-width of the mean is at most the target and rests on enough units. False for fewer than two units.
    /// </summary>
    public bool IsPrecise(RatioEstimate mean)
    {
        ArgumentNullException.ThrowIfNull(mean);
        return mean.IsFounded && mean.Interval(Critical) is { } interval
            && (interval.Upper - interval.Lower) / 2 <= RelativeHalfWidth * Math.Abs(mean.Value!.Value);
    }

    private long Trajectories(long samples) => samples / _slots + (samples % _slots > 0 ? 1 : 0);

    /// <summary>The least whole number of trajectories, in samples, saturated.</summary>
    private long Whole(long samples) => Trajectories(samples) > long.MaxValue / _slots ? long.MaxValue : Trajectories(samples) * _slots;

    /// <summary>look + ceil(look / 4) in whole trajectories, saturated.</summary>
    private long Following(long look)
    {
        long step = look / 4 + (look % 4 > 0 ? 1 : 0);
        return look > long.MaxValue - step ? long.MaxValue : Whole(look + step);
    }
}
