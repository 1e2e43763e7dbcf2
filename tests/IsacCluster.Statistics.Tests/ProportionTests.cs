namespace IsacCluster.Statistics.Tests;

public sealed class ProportionTests
{
    // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statist. Med. 17, 1998, table I: Wilson's interval where
    // it is founded, Clopper's and Pearson's where few trials are exceptions.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0578, 0.1617)]
    [InlineData(1, 29, 0.0009, 0.1776)]
    public void Intervals_agree_with_the_published_table(int successes, int trials, double lower, double upper)
    {
        AssertNear(lower, upper, Fixed(successes, trials));
        AssertNear(1 - upper, 1 - lower, Fixed(trials - successes, trials));
    }

    [Theory]
    [InlineData(3, 10, 0.95)]
    [InlineData(1, 1000, 0.99)]
    [InlineData(999, 1000, 0.99)]
    public void Bounds_on_few_exceptions_are_where_a_binomial_tail_has_half_the_error(int successes, int trials, double confidence)
    {
        Interval interval = new Proportion(successes, trials).Interval(confidence, anytime: false)!.Value;
        double tail = (1 - confidence) / 2;
        Assert.Equal(tail, BinomialAtMost(trials - successes, trials, 1 - interval.Lower), 1e-7);
        Assert.Equal(tail, BinomialAtMost(successes, trials, interval.Upper), 1e-7);
    }

    [Fact]
    public void Where_nothing_varies_the_rule_of_three_holds_and_no_number_of_effective_trials()
    {
        Assert.Equal(new Interval(1 - 0.003, 1), Fixed(1000, 1000));
        Assert.Equal(new Interval(0, 0.15), Fixed(0, 20));
        Assert.Equal(new Interval(0, 1), Fixed(0, 2));
        Assert.Null(new Proportion(1000, 1000).EffectiveUnits);
        // One trajectory in a hundred says as little as one trial in a hundred, however many slots it has.
        Proportion trajectories = Of(Enumerable.Repeat((50, 50), 100), 50);
        Assert.Equal((100, 5000), (trajectories.Units, trajectories.Trials));
        Assert.Equal(new Interval(0.97, 1), trajectories.Interval(0.95, anytime: false));
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(29, 1000)]
    [InlineData(300, 1000)]
    [InlineData(500, 1000)]
    [InlineData(999, 1000)]
    public void Effective_trials_are_those_of_the_moments_of_zeros_and_ones(int successes, int trials)
    {
        RatioEstimate mean = RatioEstimateTests.MeanOf([.. Enumerable.Range(0, trials).Select(i => i < successes ? 1.0 : 0.0)]);
        Assert.Equal(mean.EffectiveUnits!.Value, new Proportion(successes, trials).EffectiveUnits!.Value, 1e-9);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 1_000_000)]
    [InlineData(1_000_000, 1_000_000)]
    [InlineData(999_999, 1_000_000)]
    [InlineData(500_000, 1_000_000)]
    public void Intervals_stay_in_the_unit_interval_and_contain_the_ratio_and_anytime_ones_are_wider(int successes, int trials)
    {
        Interval fixedNumber = Fixed(successes, trials), anytime = new Proportion(successes, trials).Interval(0.95, anytime: true)!.Value;
        double ratio = (double)successes / trials;
        Assert.All(new[] { fixedNumber, anytime }, interval =>
        {
            Assert.InRange(interval.Lower, 0, ratio);
            Assert.InRange(interval.Upper, ratio, 1);
            Assert.True(interval.Upper > interval.Lower);
        });
        Assert.True(trials == 1 || (anytime.Lower <= fixedNumber.Lower && anytime.Upper >= fixedNumber.Upper));
    }

    [Fact]
    public void Trajectories_whose_slots_agree_count_once_and_independent_slots_count_each()
    {
        var stream = Draws.Stream(91, 0);
        var agreeing = new List<(int, int)>();
        var independent = new List<(int, int)>();
        for (int i = 0; i < 400; i++)
        {
            agreeing.Add((stream.NextUniformPair().First < 0.3 ? 50 : 0, 50));
            int met = 0;
            for (int slot = 0; slot < 50; slot++) met += stream.NextUniformPair().First < 0.3 ? 1 : 0;
            independent.Add((met, 50));
        }

        double once = Width(Of(agreeing, 50)), each = Width(Of(independent, 50));
        Assert.InRange(once / Width(new Proportion(120, 400)), 0.9, 1.1);
        Assert.InRange(each / Width(new Proportion(6000, 20_000)), 0.9, 1.1);

        static double Width(Proportion proportion)
        {
            Interval interval = proportion.Interval(0.95, anytime: false)!.Value;
            return interval.Upper - interval.Lower;
        }
    }

    [Fact]
    public void The_sequence_ends_where_the_mixture_of_likelihoods_is_one_over_alpha_times_that_of_the_proportion()
    {
        Interval interval = BetaBinomialSequence.Interval(7, 40, 0.9)!.Value;
        foreach (double p in new[] { interval.Lower, interval.Upper })
        {
            // By quadrature over t = sin^2 x, under which Jeffreys' prior is uniform.
            double mixture = 0;
            const int Steps = 20_000;
            for (int i = 0; i < Steps; i++)
            {
                double t = Math.Pow(Math.Sin(Math.PI / 2 * (i + 0.5) / Steps), 2);
                mixture += Math.Exp(7 * Math.Log(t / p) + 33 * Math.Log((1 - t) / (1 - p))) / Steps;
            }

            Assert.Equal(10, mixture, 1e-4);
        }
    }

    [Fact]
    public void Fractional_successes_of_trajectories_with_empty_slots_are_those_with_the_proportion_in_their_place()
    {
        Assert.Equal(BetaBinomialSequence.Interval(30, 100, 0.95), BetaBinomialSequence.Interval(60, 200, 100, 2, 0.95));
        Interval full = BetaBinomialSequence.Interval(60, 200, 100, 2, 0.95)!.Value;
        Interval halfEmpty = BetaBinomialSequence.Interval(60, 200, 100, 4, 0.95)!.Value;
        Assert.True(halfEmpty.Lower < full.Lower && halfEmpty.Upper > full.Upper);
    }

    [Fact]
    public void The_sequence_covers_at_all_numbers_at_once_and_Wilsons_interval_does_not()
    {
        const int Runs = 400, Length = 600;
        int sequenceMissed = 0, fixedMissed = 0;
        for (ulong run = 0; run < Runs; run++)
        {
            var stream = Draws.Stream(92, run);
            bool sequence = false, fixedNumber = false;
            int successes = 0;
            for (int n = 1; n <= Length; n++)
            {
                if (stream.NextUniformPair().First < 0.3) successes++;
                if (n % 10 > 0) continue;
                var proportion = new Proportion(successes, n);
                sequence |= !proportion.Interval(0.9, anytime: true)!.Value.Contains(0.3);
                fixedNumber |= !proportion.Interval(0.9, anytime: false)!.Value.Contains(0.3);
            }

            if (sequence) sequenceMissed++;
            if (fixedNumber) fixedMissed++;
        }

        Assert.True(sequenceMissed <= 0.1 * Runs, $"{sequenceMissed} of {Runs} missed by the sequence");
        Assert.True(fixedMissed >= 0.2 * Runs, $"{fixedMissed} of {Runs} missed by the interval for a fixed number");
    }

    [Fact]
    public void Without_trials_there_is_no_ratio()
    {
        var none = new Proportion(0, 0);
        Assert.Equal((null, null, null), (none.Ratio, none.Interval(0.95, anytime: false), none.Interval(0.95, anytime: true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Proportion(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Proportion(-1, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_confidence_outside_its_range_is_refused(double confidence)
    {
        foreach (var proportion in new[] { new Proportion(1, 2), new Proportion(500, 1000), new Proportion(2, 2) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => proportion.Interval(confidence, anytime: false));
            Assert.Throws<ArgumentOutOfRangeException>(() => proportion.Interval(confidence, anytime: true));
        }
    }

    private static Interval Fixed(int successes, int trials) => new Proportion(successes, trials).Interval(0.95, anytime: false)!.Value;

    /// <summary>Of trajectories with k successes among f trials.</summary>
    private static Proportion Of(IEnumerable<(int Successes, int Trials)> trajectories, int slots)
    {
        var units = new UnitMoments(1, weighted: true);
        long successes = 0, trials = 0;
        foreach ((int k, int f) in trajectories)
        {
            units.Add([k], f);
            (successes, trials) = (successes + k, trials + f);
        }

        return new Proportion(successes, trials, units.Mean(0), slots);
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
