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
/// Stops a campaign once every watched mean is known to a relative half-width: critical(n) s / sqrt(n) &lt;= w |mean|. Decisions
/// fall at canonical sample indices only (looks), which depend on the rule alone, so the final number of samples does not
/// depend on timing, shards or silos.
/// </summary>
/// <remarks>
/// <para>Looks: n_1 = minimum, n_(k+1) = n_k + ceil(n_k / 4), the last clipped at the maximum: between 1 and 25 % more samples than
/// necessary, and few looks (38 from 200 to a million). The maximum moves no look below it, so extending a campaign repeats the
/// same decisions.</para>
/// <para>The intervals come from a <see cref="ConfidenceSequence"/> tightest at twice the minimum, so they cover at the random
/// stopping time; report <see cref="Critical"/> intervals for such a campaign, not Student's, which stop too early when
/// the first samples happen to agree. That caveat remains for any method by the central limit theorem: a metric whose spread comes
/// from rare samples needs a minimum that makes those likely to be seen.</para>
/// Immutable and thread-safe.
/// </remarks>
public sealed class StoppingRule
{
    /// <param name="relativeHalfWidth">w, in (0, 1).</param>
    /// <param name="confidence">In (0, 1 - 1e-7].</param>
    /// <param name="minSamples">First look, at least 2.</param>
    /// <param name="maxSamples">Last look, at least the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public StoppingRule(double relativeHalfWidth, double confidence, long minSamples, long maxSamples)
    {
        if (!(relativeHalfWidth is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(relativeHalfWidth), relativeHalfWidth, "A relative half-width is in (0, 1).");
        ArgumentOutOfRangeException.ThrowIfLessThan(minSamples, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSamples, minSamples);
        (RelativeHalfWidth, MinSamples, MaxSamples) = (relativeHalfWidth, minSamples, maxSamples);
        Critical = new ConfidenceSequence(confidence, 2 * Math.Min(minSamples, long.MaxValue / 2));
    }

    public double RelativeHalfWidth { get; }

    public long MinSamples { get; }

    public long MaxSamples { get; }

    /// <summary>The critical values that stay valid under repeated looks; for the decisions and for the intervals to report.</summary>
    public ConfidenceSequence Critical { get; }

    /// <summary>The first look after the given number of samples; null if the last has been reached.</summary>
    public long? NextLook(long samples)
    {
        if (samples >= MaxSamples) return null;
        long look = MinSamples;
        while (look <= samples && look < MaxSamples) look = Following(look);
        return Math.Min(look, MaxSamples);
    }

    /// <summary>All looks, ascending.</summary>
    public IEnumerable<long> Looks()
    {
        for (long? look = NextLook(0); look is { } samples; look = NextLook(samples)) yield return samples;
    }

    /// <summary>
    /// Decides at a look. A pure function of the rule, the look and the exact statistics of exactly the samples [0, samples).
    /// </summary>
    /// <param name="samples">Samples drawn, including those that the watched moments exclude.</param>
    /// <param name="watched">The metrics whose means must be precise. Without any, only the limit stops.</param>
    public StoppingVerdict Decide(long samples, IEnumerable<Moments> watched)
    {
        ArgumentNullException.ThrowIfNull(watched);
        bool any = false, precise = samples >= MinSamples;
        foreach (Moments moments in watched)
        {
            any = true;
            precise = precise && IsPrecise(moments);
        }

        if (precise && any) return StoppingVerdict.PrecisionReached;
        return samples >= MaxSamples ? StoppingVerdict.SampleLimitReached : StoppingVerdict.Continue;
    }

    /// <summary>Whether the half-width of the mean is at most the target. False for fewer than two values.</summary>
    public bool IsPrecise(Moments moments)
    {
        ArgumentNullException.ThrowIfNull(moments);
        if (moments.Count < 2) return false;
        double halfWidth = Critical.At(moments.Count) * moments.StandardError!.Value;
        return halfWidth <= RelativeHalfWidth * Math.Abs(moments.Mean!.Value);
    }

    /// <summary>look + ceil(look / 4), saturated.</summary>
    private static long Following(long look)
    {
        long step = look / 4 + (look % 4 > 0 ? 1 : 0);
        return look > long.MaxValue - step ? long.MaxValue : look + step;
    }
}
