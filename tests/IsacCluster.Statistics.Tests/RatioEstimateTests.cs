
namespace IsacCluster.Statistics.Tests;

public sealed class RatioEstimateTests
{
    private static readonly StudentCriticalValue Student = new(0.95);

    [Fact]
    public void The_difference_is_Students_own_example()
    {
        // The sleep data (Student 1908), R: t.test(extra1, extra2, paired = TRUE).
        double[] x = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0], y = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        UnitMoments comparison = Of(x, y);
        Assert.Equal(-1.58, comparison.Difference(0, 1).Value!.Value, 1e-14);
        double half = Student.At(10) * comparison.Difference(0, 1).StandardError!.Value;
        Assert.Equal((2.4598858 - 0.7001142) / 2, half, 5e-8);
    }

    [Fact]
    public void The_ends_of_the_ratio_interval_are_where_the_paired_test_of_x_minus_rho_y_is_just_not_rejected()
    {
        for (ulong trial = 0; trial < 100; trial++)
        {
            var stream = Draws.Stream(41, trial);
            int n = 8 + Draws.Below(ref stream, 40);
            double[] x = new double[n], y = new double[n];
            double sign = trial % 2 == 0 ? 1 : -1, slope = 3 * stream.NextComplexGaussian().Real;
            for (int i = 0; i < n; i++)
            {
                y[i] = sign * stream.NextUniform(1, 2);
                x[i] = slope * y[i] + 0.3 * stream.NextComplexGaussian().Real;
            }

            UnitMoments comparison = Of(x, y);
            Interval interval = comparison.Ratio(0, 1).Interval(Student)!.Value;
            Assert.True(interval.Contains(comparison.Ratio(0, 1).Value!.Value));
            (double lower, double upper) = Student.Sides(n, comparison.Ratio(0, 1).SkewnessOfMean!.Value);
            foreach ((double rho, double critical) in new[] { (interval.Lower, lower), (interval.Upper, upper) })
            {
                double[] residual = [.. x.Zip(y, (a, b) => a - rho * b)];
                double mean = residual.Average(), variance = residual.Sum(r => (r - mean) * (r - mean)) / (n - 1);
                Assert.Equal(critical, Math.Abs(mean) / Math.Sqrt(variance / n), 1e-8 * critical);
            }
        }
    }

    [Fact]
    public void Nearly_equal_algorithms_keep_their_tiny_difference()
    {
        // x = y (1 + 2^-40 e_i) with e_i = -1, 1, 3: the ratio is about 1 + 2^-40, and its spread is of that order too.
        double[] y = [4, 4.5, 5], e = [-1, 1, 3];
        double tiny = Math.ScaleB(1, -40);
        UnitMoments comparison = Of([.. y.Zip(e, (b, k) => b * (1 + tiny * k))], y);
        Assert.Equal(1 + tiny * 15.5 / 13.5, comparison.Ratio(0, 1).Value!.Value, 3e-16);
        Assert.Equal(tiny * 15.5 / 3, comparison.Difference(0, 1).Value!.Value, 1e-15 * tiny);
        Interval interval = comparison.Ratio(0, 1).Interval(Student)!.Value;
        Assert.InRange(interval.Upper - interval.Lower, tiny, 100 * tiny);
        Assert.True(interval.Contains(comparison.Ratio(0, 1).Value!.Value));
    }

    [Fact]
    public void Equal_and_proportional_algorithms_have_no_interval_for_it_would_claim_certainty()
    {
        double[] y = [0.8, 0.7, 0.6, 0.9];
        UnitMoments twice = Of([.. y.Select(v => 2 * v)], y);
        RatioEstimate[] certain = [Of(y, y).Ratio(0, 1), Of(y, y).Difference(0, 1), twice.Ratio(0, 1), Of([3, 3, 3], [1, 2, 3]).Mean(0)];
        Assert.All(certain, estimate =>
            Assert.Equal((false, null, null), (estimate.Varies, estimate.Interval(Student), estimate.EffectiveUnits)));
        Assert.Equal(2, twice.Ratio(0, 1).Value);
    }

    [Fact]
    public void The_last_digits_of_iterations_are_no_spread()
    {
        // 1 % of the samples are exceptions, the others agree to 1e-10; y is another algorithm that agrees with x as well.
        double[] noise = [.. Enumerable.Range(0, 200).Select(i => 0.25 * (1 + 1e-10 * (i * 71 % 200 - 100) / 100))];
        double[] y = [.. noise.Reverse()], exceptions = [.. noise.Select((value, i) => i % 100 == 7 ? 1.0001 * value : value)];
        UnitMoments same = Of(noise, y), differing = Of(exceptions, y);
        Assert.True(same.Mean(0).IsFounded && same.Difference(0, 1).IsFounded);
        RatioEstimate[] agreeing = [same.Mean(0, 1e-8), same.Ratio(0, 1, 1e-8), same.Difference(0, 1, 1e-8)];
        Assert.All(agreeing, estimate =>
            Assert.Equal((false, null, null), (estimate.Varies, estimate.Interval(Student), estimate.EffectiveUnits)));
        RatioEstimate[] rare = [differing.Mean(0, 1e-8), differing.Ratio(0, 1, 1e-8), differing.Difference(0, 1, 1e-8)];
        Assert.All(rare, estimate => Assert.InRange(estimate.EffectiveUnits!.Value, 1.9, 2.2));
    }

    [Fact]
    public void A_denominator_that_may_be_zero_has_no_bounded_interval()
    {
        double[] x = [1, 2, 3, 4];
        UnitMoments unclear = Of(x, [1, -1, 2, -1]);
        Assert.NotNull(unclear.Ratio(0, 1).Value);
        Assert.Null(unclear.Ratio(0, 1).Interval(Student));

        UnitMoments zero = Of(x, [1, -1, 1, -1]);
        Assert.Null(zero.Ratio(0, 1).Value);
        Assert.Null(zero.Ratio(0, 1).Interval(Student));
        Assert.NotNull(zero.Difference(0, 1).Interval(Student));
    }

    [Fact]
    public void Without_enough_pairs_there_is_no_interval()
    {
        UnitMoments empty = Of([], []);
        Assert.Null(empty.Difference(0, 1).Value);
        Assert.Null(empty.Ratio(0, 1).Value);
        Assert.Null(empty.Difference(0, 1).Interval(Student));

        UnitMoments one = Of([3], [2]);
        Assert.Equal(1, one.Difference(0, 1).Value);
        Assert.Equal(1.5, one.Ratio(0, 1).Value);
        Assert.Null(one.Difference(0, 1).Interval(Student));
        Assert.Null(one.Ratio(0, 1).Interval(Student));
    }

    [Fact]
    public void Fiellers_interval_covers_the_ratio()
    {
        const int Runs = 2000;
        int covered = 0;
        for (ulong run = 0; run < Runs; run++)
        {
            var stream = Draws.Stream(42, run);
            var paired = new UnitMoments(2, weighted: false);
            for (int i = 0; i < 12; i++)
            {
                System.Numerics.Complex noise = stream.NextComplexGaussian();
                paired.Add([2 + noise.Real + 0.5 * noise.Imaginary, 1 + 0.5 * noise.Imaginary]);
            }

            if (paired.Ratio(0, 1).Interval(Student)!.Value.Contains(2)) covered++;
        }

        Assert.InRange(covered, 0.935 * Runs, 0.965 * Runs);
    }

    [Fact]
    public void Several_variables_compare_in_either_order_as_separate_pairs_do()
    {
        var joint = new UnitMoments(4, weighted: false);
        double[][] samples = [.. Enumerable.Range(0, 30).Select(i =>
        {
            var stream = Draws.Stream(43, (ulong)i);
            return Enumerable.Range(0, 4).Select(_ => stream.NextUniform(0.5, 1.5)).ToArray();
        })];
        foreach (double[] sample in samples) joint.Add(sample);

        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                if (i == j) continue;
                UnitMoments expected = Of([.. samples.Select(s => s[i])], [.. samples.Select(s => s[j])]);
                AssertEqual(expected.Ratio(0, 1), joint.Ratio(i, j));
                AssertEqual(expected.Difference(0, 1), joint.Difference(i, j));
                AssertEqual(expected.Mean(1), joint.Mean(j));
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_changes()
    {
        var units = new UnitMoments(2, weighted: false);
        units.Add([1, 2]);
        Assert.Throws<ArgumentException>(() => units.Add([1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => units.Add([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => units.Merge(new UnitMoments(3, weighted: false)));
        Assert.Throws<ArgumentException>(() => units.Merge(new UnitMoments(2, weighted: true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => units.Ratio(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => units.Difference(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnitMoments(0, weighted: false));
        Assert.Equal(1, units.Count);
        Assert.Equal(1, units.Variables[0].Sum);
    }

    [Fact]
    public void A_covariance_beyond_the_variances_is_refused()
    {
        var writer = new CanonicalWriter();
        MomentsTests.Of([0, 1]).WriteTo(writer);
        MomentsTests.Of([0, 1]).WriteTo(writer);
        var products = new ExactSum();
        products.Add(2);
        products.WriteTo(writer);
        byte[] bytes = writer.ToArray();
        Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new CanonicalReader(bytes);
            UnitMoments.ReadMoments(ref reader, 2, weighted: false);
        });
    }

    private static void AssertEqual(RatioEstimate expected, RatioEstimate actual) => Assert.Equal(
        (expected.Value, expected.Interval(Student), expected.EffectiveUnits, expected.SkewnessOfMean, expected.StandardError),
        (actual.Value, actual.Interval(Student), actual.EffectiveUnits, actual.SkewnessOfMean, actual.StandardError));

    internal static UnitMoments Of(double[] x, double[] y)
    {
        var paired = new UnitMoments(2, weighted: false);
        for (int i = 0; i < x.Length; i++) paired.Add([x[i], y[i]]);
        return paired;
    }

    internal static RatioEstimate MeanOf(double[] values)
    {
        var units = new UnitMoments(1, weighted: false);
        foreach (double value in values) units.Add([value]);
        return units.Mean(0);
    }
}
