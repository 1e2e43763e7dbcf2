
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
    public void Student_allows_for_the_skewness_that_few_effective_samples_may_have_and_for_none_where_there_can_be_none()
    {
        var student = new StudentCriticalValue(0.95);
        Assert.Equal(student.At(400), student.At(400, 400));
        Assert.InRange(student.At(200, 66.7) / student.At(200), 1.02, 1.07);
        Assert.InRange(student.At(5000, 30) / student.At(5000), 1.08, 1.12);
        Assert.InRange(student.At(1_000_000, 333_333) / student.At(1_000_000), 1, 1.001);
        Assert.Equal(new ConfidenceSequence(0.95, 100).At(500), ((ICriticalValue)new ConfidenceSequence(0.95, 100)).At(500, 30));
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
