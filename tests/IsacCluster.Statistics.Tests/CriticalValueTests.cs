
namespace IsacCluster.Statistics.Tests;

public sealed class CriticalValueTests
{
    // Any table of Student's t; count is degrees of freedom + 1.
    [Theory]
    [InlineData(0.95, 2, 12.7062)]
    [InlineData(0.95, 3, 4.30265)]
    [InlineData(0.95, 4, 3.18245)]
    [InlineData(0.95, 6, 2.57058)]
    [InlineData(0.95, 11, 2.22814)]
    [InlineData(0.95, 31, 2.04227)]
    [InlineData(0.95, 121, 1.97993)]
    [InlineData(0.95, 1_000_000_000, 1.95996)]
    [InlineData(0.99, 2, 63.6567)]
    [InlineData(0.99, 6, 4.03214)]
    [InlineData(0.99, 11, 3.16927)]
    [InlineData(0.9, 11, 1.81246)]
    [InlineData(0.999, 2, 636.619)]
    [InlineData(0.999, 3, 31.5991)]
    [InlineData(0.999, 4, 12.9240)]
    [InlineData(0.95, 1001, 1.962339)]
    [InlineData(0.95, 1002, 1.962337)]
    public void Student_quantiles_agree_with_tables(double confidence, long count, double expected) =>
        Assert.Equal(expected, new StudentCriticalValue(confidence).At(count), 5.1e-6 * Math.Max(1, expected));

    [Fact]
    public void Student_reaches_farther_on_the_side_of_the_long_tail_and_the_less_so_the_more_samples_there_are()
    {
        var student = new StudentCriticalValue(0.95);
        double t = student.At(400), shift = (2 * t * t + 1) / 6 * 0.1;
        Assert.Equal((t, t), student.Sides(400, 0));
        Assert.Equal((t - 1.25 * shift, t + 5 * shift), student.Sides(400, 0.1));
        Assert.Equal((t + 5 * shift, t - 1.25 * shift), student.Sides(400, -0.1));

        // One exception among n: by Poisson's law from 0.025 to 5.57 of them, at 1 with a standard error of 1.
        (double lower, double upper) = student.Sides(5000, 1);
        Assert.Equal(student.At(5000) / 2, lower);
        Assert.Equal(3 * student.At(5000), upper);
        Assert.True(lower > 0.975 && upper > 4.57);
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity), student.Sides(1, 0.5));
        ICriticalValue sequence = new ConfidenceSequence(0.95, 100);
        Assert.Equal((sequence.At(500), sequence.At(500)), sequence.Sides(500, 0.2));
    }

    /// <summary>
    /// The few replicates that come without a warning where most are warned of are those that missed the rare large samples; so they are
    /// the test of the longer end. With equal ends that are as long together 89 to 91 % of these cover.
    /// </summary>
    [Theory]
    [InlineData(false, 200)]
    [InlineData(true, 400)]
    public void What_comes_without_a_warning_covers_also_where_most_is_warned_of(bool lognormal, int count)
    {
        const int Runs = 4000;
        var student = new StudentCriticalValue(0.95);
        double truth = lognormal ? Math.Exp(0.5) : 1.0 / 7;
        int founded = 0, covered = 0;
        for (ulong run = 0; run < Runs && founded < 300; run++)
        {
            var stream = Draws.Stream(74, run);
            double[] samples = [.. Enumerable.Range(0, count).Select(_ => lognormal
                ? Math.Exp(Math.Sqrt(2) * stream.NextComplexGaussian().Real)
                : Math.Pow(stream.NextUniformPair().First, -1.0 / 8) - 1)];
            (double s1, double s2, double s4) = (samples.Average(), 0, 0);
            foreach (double x in samples)
            {
                double square = (x - s1) * (x - s1);
                (s2, s4) = (s2 + square, s4 + square * square);
            }

            if (s2 * s2 < RatioEstimate.LeastEffectiveUnits * s4) continue; // warned of, as the exact sums would say
            RatioEstimate mean = RatioEstimateTests.MeanOf(samples);
            if (!mean.IsFounded) continue;
            founded++;
            if (mean.Interval(student)!.Value.Contains(truth)) covered++;
        }

        Assert.InRange(founded, 80, Runs / 4);
        Assert.InRange((double)covered / founded, 0.91, 0.99);
    }

    [Theory]
    [InlineData(Interval.MaxConfidence)]
    [InlineData(0.01)]
    public void Student_quantiles_exist_for_every_allowed_confidence_and_fall_with_the_count(double confidence)
    {
        var student = new StudentCriticalValue(confidence);
        double previous = double.PositiveInfinity;
        foreach (long count in new long[] { 2, 3, 4, 5, 6, 10, 20, 100, 1000, 100_000, 10_000_000 })
        {
            double value = student.At(count);
            Assert.True(value > 0 && value < previous, $"{count}: {value}");
            previous = value;
        }
    }

    [Theory]
    [InlineData(0.95, 20)]
    [InlineData(0.95, 60)]
    [InlineData(0.8, 12)]
    public void The_confidence_sequence_ends_where_the_Bayes_factor_is_one_over_alpha(double confidence, int count)
    {
        double t = new ConfidenceSequence(confidence, tightestAt: 64).At(count);
        Assert.Equal(1 / (1 - confidence), BayesFactor(t, count, 8), 1e-6 / (1 - confidence));
    }

    [Theory]
    [InlineData(0.95, 3)]
    [InlineData(0.95, 8)]
    public void The_confidence_sequence_is_unbounded_where_no_mean_is_implausible_enough(double confidence, int count)
    {
        Assert.Equal(double.PositiveInfinity, new ConfidenceSequence(confidence, tightestAt: 64).At(count));
        Assert.True(BayesFactor(1000, count, 8) < 1 / (1 - confidence));
    }

    [Fact]
    public void The_confidence_sequence_is_as_wide_as_its_documentation_says()
    {
        var sequence = new ConfidenceSequence(0.95, tightestAt: 1000);
        Assert.InRange(sequence.At(1000), 3.0, 3.1);
        for (long n = 500; n <= 30_000; n += 100) Assert.InRange(sequence.At(n), 3.0, 3.4);
        Assert.True(sequence.At(1000) < sequence.At(100) && sequence.At(1000) < sequence.At(100_000));
    }

    [Fact]
    public void The_confidence_sequence_tends_to_the_asymptotic_one()
    {
        // Waudby-Smith et al. 2024, with n rho^2 = n / g: sqrt((1 + g/n) ln((1 + n/g) / alpha^2)).
        const long Count = 5_000_000;
        double ratio = Count / (1000 / 8.0);
        double expected = Math.Sqrt((1 + 1 / ratio) * Math.Log((1 + ratio) / (0.05 * 0.05)));
        Assert.Equal(expected, new ConfidenceSequence(0.95, 1000).At(Count), 1e-4);
    }

    [Fact]
    public void One_value_bounds_nothing()
    {
        Assert.Equal(double.PositiveInfinity, new StudentCriticalValue(0.95).At(1));
        Assert.Equal(double.PositiveInfinity, new ConfidenceSequence(0.95, 100).At(1));
        Assert.Null(RatioEstimateTests.MeanOf([1, 2]).Interval(new ConfidenceSequence(0.95, 1000)));
    }

    [Fact]
    public void The_confidence_sequence_covers_at_all_sample_sizes_at_once_and_Student_does_not()
    {
        const int Runs = 400, Length = 400;
        var sequence = new ConfidenceSequence(0.9, tightestAt: 40);
        var student = new StudentCriticalValue(0.9);
        double[] sequenceAt = [.. Enumerable.Range(0, Length + 1).Select(n => sequence.At(n))];
        double[] studentAt = [.. Enumerable.Range(0, Length + 1).Select(n => student.At(n))];
        int sequenceMissed = 0, studentMissed = 0;
        for (ulong run = 0; run < Runs; run++)
        {
            var stream = Draws.Stream(61, run);
            double sum = 0, squares = 0, worstSequence = 0, worstStudent = 0;
            for (int n = 1; n <= Length; n++)
            {
                double x = stream.NextComplexGaussian().Real;
                sum += x;
                squares += x * x;
                if (n == 1) continue;
                double t = Math.Abs(sum) / Math.Sqrt(n * (squares - sum * sum / n) / (n - 1));
                worstSequence = Math.Max(worstSequence, t / sequenceAt[n]);
                worstStudent = Math.Max(worstStudent, t / studentAt[n]);
            }

            if (worstSequence > 1) sequenceMissed++;
            if (worstStudent > 1) studentMissed++;
        }

        Assert.True(sequenceMissed <= 0.1 * Runs, $"{sequenceMissed} of {Runs} missed by the sequence");
        Assert.True(studentMissed >= 0.3 * Runs, $"{studentMissed} of {Runs} missed by Student");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void A_confidence_outside_its_range_is_refused(double confidence)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StudentCriticalValue(confidence));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfidenceSequence(confidence, 100));
    }

    /// <summary>
    /// The Bayes factor of n Gaussian values with mean t / sqrt(n) and s = 1, of effect sizes delta ~ N(0, 1/g) against 0 and with
    /// d sigma / sigma in both, by quadrature of its definition.
    /// </summary>
    private static double BayesFactor(double t, int n, double g)
    {
        double mean = t / Math.Sqrt(n), alternative = 0, none = 0;
        const double Step = 0.02;
        for (double logSigma = -5; logSigma < 12; logSigma += Step)
        {
            double sigma = Math.Exp(logSigma);
            double Likelihood(double effect) =>
                Math.Exp(-n * logSigma - ((n - 1) + n * (mean - effect * sigma) * (mean - effect * sigma)) / (2 * sigma * sigma));
            none += Likelihood(0);
            for (double effect = -4; effect < 4; effect += Step)
                alternative += Likelihood(effect) * Math.Sqrt(g / (2 * Math.PI)) * Math.Exp(-g * effect * effect / 2) * Step;
        }

        return alternative / none;
    }
}
