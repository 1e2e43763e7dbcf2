
namespace IsacCluster.Statistics.Tests;

public sealed class MomentsTests
{
    [Fact]
    public void Mean_and_deviation_are_the_rational_ones_rounded_once()
    {
        for (ulong trial = 0; trial < 200; trial++)
        {
            var stream = Draws.Stream(31, trial);
            double[] values = new double[2 + Draws.Below(ref stream, 10)];
            for (int i = 0; i < values.Length; i++)
                values[i] = trial % 2 == 0 ? Draws.Nasty(ref stream) : 1e9 + 1e-6 * Draws.Nasty(ref stream) % 1;
            Moments moments = Of(values);

            Rational n = values.Length;
            Rational mean = values.Aggregate(Rational.Zero, (sum, x) => sum + Rational.Of(x)) / n;
            Rational squares = values.Aggregate(Rational.Zero, (sum, x) => sum + (Rational.Of(x) - mean) * (Rational.Of(x) - mean));
            Assert.True(mean.RoundsTo(moments.Mean!.Value));
            double deviation = moments.StandardDeviation!.Value;
            Rational variance = squares / (n - 1);
            Assert.False(variance < Square(Math.Max(0, Math.BitDecrement(deviation))));
            Assert.False(double.IsFinite(Math.BitIncrement(deviation)) && variance > Square(Math.BitIncrement(deviation)));
            Assert.Equal(values.Min(), moments.Min);
            Assert.Equal(values.Max(), moments.Max);
        }
    }

    [Fact]
    public void A_tiny_spread_on_a_large_mean_keeps_all_digits()
    {
        // 1e9 + k 2^-20 is a double; the variance of k = -2..2 is 2.5.
        double step = Math.ScaleB(1, -20);
        Moments moments = Of([.. Enumerable.Range(-2, 5).Select(k => 1e9 + k * step)]);
        Assert.Equal(1e9, moments.Mean);
        Assert.Equal(Math.Sqrt(2.5) * step, moments.StandardDeviation);
    }

    [Fact]
    public void Nist_reference_data_NumAcc4_has_its_certified_deviation()
    {
        // NIST StRD univariate, NumAcc4: 10000000.2, then 500 times 10000000.1 and 10000000.3; s = 0.1 for the decimals.
        Moments moments = Of([10000000.2, .. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 10000000.1 : 10000000.3)]);
        Assert.Equal(10000000.2, moments.Mean);
        Assert.Equal(0.1, moments.StandardDeviation!.Value, 1e-9);
    }

    [Fact]
    public void Deviations_survive_where_their_squares_overflow_or_underflow()
    {
        Assert.Equal(1e300 * Math.Sqrt(2), Of([1e300, -1e300]).StandardDeviation!.Value, 1e285);
        Assert.Equal(1e-200 * Math.Sqrt(2), Of([1e-200, -1e-200]).StandardDeviation!.Value, 1e-215);
        Assert.Equal(0, Of([0.1, 0.1, 0.1]).StandardDeviation);
    }

    [Fact]
    public void Without_enough_values_there_is_no_statistic()
    {
        var empty = new Moments();
        Assert.Null(empty.Mean);
        Assert.Null(empty.Min);
        Assert.Null(empty.Max);

        Moments one = Of([3]);
        Assert.Equal(3, one.Mean);
        Assert.Null(one.StandardDeviation);
    }

    [Fact]
    public void The_interval_is_Students_own_example()
    {
        // The sleep data (Student 1908): gains of hours of sleep; 95 % interval of the mean by R's t.test.
        RatioEstimate mean = RatioEstimateTests.MeanOf([1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]);
        var student = new StudentCriticalValue(0.95);
        double half = student.At(10) * mean.StandardError!.Value;
        Assert.Equal(0.7001142, mean.Value!.Value - half, 5e-8);
        Assert.Equal(2.4598858, mean.Value.Value + half, 5e-8);

        // What is reported reaches farther where the long tail is.
        Interval interval = mean.Interval(student)!.Value;
        (double lower, double upper) = student.Sides(10, mean.SkewnessOfMean!.Value);
        Assert.True(mean.SkewnessOfMean > 0.1 && lower < student.At(10) && student.At(10) < upper);
        Assert.Equal(mean.Value.Value - lower * mean.StandardError.Value, interval.Lower, 1e-12);
        Assert.Equal(mean.Value.Value + upper * mean.StandardError.Value, interval.Upper, 1e-12);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_that_are_not_finite_change_nothing(double value)
    {
        Moments moments = Of([1, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => moments.Add(value));
        Assert.Equal(2, moments.Count);
        Assert.Equal(1.5, moments.Mean);
        Assert.Equal(1, moments.Min);
    }

    [Fact]
    public void Zero_has_one_sign()
    {
        static byte[] Bytes(double zero)
        {
            var writer = new CanonicalWriter();
            Of([zero]).WriteTo(writer);
            return writer.ToArray();
        }

        Assert.Equal(Bytes(0.0), Bytes(-0.0));
    }

    [Fact]
    public void A_negative_variance_is_refused()
    {
        // Two values with minimum 0, maximum 2, sum 2, but sum of squares 1.
        var writer = new CanonicalWriter();
        writer.WriteCount(2);
        writer.WriteDouble(0);
        writer.WriteDouble(2);
        WriteSum(writer, 2);
        WriteSum(writer, 1);
        byte[] bytes = writer.ToArray();
        Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new CanonicalReader(bytes);
            Moments.ReadFrom(ref reader);
        });
    }

    private static Rational Square(double value) => Rational.Of(value) * Rational.Of(value);

    internal static Moments Of(double[] values)
    {
        var moments = new Moments();
        foreach (double value in values) moments.Add(value);
        return moments;
    }

    private static void WriteSum(CanonicalWriter writer, double value)
    {
        var sum = new ExactSum();
        sum.Add(value);
        sum.WriteTo(writer);
    }
}
