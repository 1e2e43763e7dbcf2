
namespace IsacCluster.Statistics.Tests;

public sealed class RatioCounterTests
{
    // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statist. Med. 17, 1998, table I.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0624, 0.1605, 0.0578, 0.1617)]
    [InlineData(0, 20, 0.0000, 0.1611, 0.0000, 0.1684)]
    [InlineData(1, 29, 0.0061, 0.1718, 0.0009, 0.1776)]
    public void Intervals_agree_with_the_published_table(int successes, int trials,
        double wilsonLower, double wilsonUpper, double exactLower, double exactUpper)
    {
        RatioCounter counter = Of(successes, trials);
        AssertNear(wilsonLower, wilsonUpper, counter.WilsonInterval(0.95)!.Value);
        AssertNear(exactLower, exactUpper, counter.ClopperPearsonInterval(0.95)!.Value);

        RatioCounter mirrored = Of(trials - successes, trials);
        AssertNear(1 - wilsonUpper, 1 - wilsonLower, mirrored.WilsonInterval(0.95)!.Value);
        AssertNear(1 - exactUpper, 1 - exactLower, mirrored.ClopperPearsonInterval(0.95)!.Value);
    }

    [Theory]
    [InlineData(3, 10, 0.95)]
    [InlineData(1, 1000, 0.99)]
    [InlineData(999, 1000, 0.99)]
    [InlineData(17, 17, 0.9)]
    [InlineData(0, 5, 0.999)]
    public void Clopper_and_Pearsons_bounds_are_where_a_binomial_tail_has_half_the_error(int successes, int trials, double confidence)
    {
        Interval interval = Of(successes, trials).ClopperPearsonInterval(confidence)!.Value;
        double tail = (1 - confidence) / 2;
        if (successes > 0) Assert.Equal(tail, BinomialAtMost(trials - successes, trials, 1 - interval.Lower), 1e-7);
        else Assert.Equal(0, interval.Lower);
        if (successes < trials) Assert.Equal(tail, BinomialAtMost(successes, trials, interval.Upper), 1e-7);
        else Assert.Equal(1, interval.Upper);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 1_000_000)]
    [InlineData(1_000_000, 1_000_000)]
    [InlineData(999_999, 1_000_000)]
    [InlineData(500_000, 1_000_000)]
    public void Intervals_stay_in_the_unit_interval_and_contain_the_ratio(int successes, int trials)
    {
        RatioCounter counter = Of(successes, trials);
        foreach (Interval interval in new[] { counter.WilsonInterval(0.95)!.Value, counter.ClopperPearsonInterval(0.95)!.Value })
        {
            Assert.InRange(interval.Lower, 0, counter.Ratio!.Value);
            Assert.InRange(interval.Upper, counter.Ratio.Value, 1);
            Assert.True(interval.Upper > interval.Lower);
        }
    }

    [Fact]
    public void Without_trials_there_is_no_ratio()
    {
        var counter = new RatioCounter();
        Assert.Null(counter.Ratio);
        Assert.Null(counter.WilsonInterval(0.95));
        Assert.Null(counter.ClopperPearsonInterval(0.95));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_confidence_outside_its_range_is_refused(double confidence)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(1, 2).WilsonInterval(confidence));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(1, 2).ClopperPearsonInterval(confidence));
    }

    [Fact]
    public void More_successes_than_trials_are_refused() =>
        Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new CanonicalReader([2, 3]);
            RatioCounter.ReadFrom(ref reader);
        });

    private static RatioCounter Of(int successes, int trials)
    {
        var counter = new RatioCounter();
        for (int i = 0; i < trials; i++) counter.Add(i < successes);
        return counter;
    }

    /// <summary>Agreement with four printed decimals.</summary>
    private static void AssertNear(double lower, double upper, Interval actual)
    {
        Assert.Equal(lower, actual.Lower, 5.1e-5);
        Assert.Equal(upper, actual.Upper, 5.1e-5);
    }

    /// <summary>P(X &lt;= k) for X binomial(n, p), by the recurrence of its terms in logarithms.</summary>
    private static double BinomialAtMost(int k, int n, double p)
    {
        double logTerm = n * Math.Log(1 - p), sum = 0;
        for (int i = 0; i <= k; i++)
        {
            sum += Math.Exp(logTerm);
            logTerm += Math.Log((double)(n - i) / (i + 1)) + Math.Log(p / (1 - p));
        }

        return sum;
    }
}
