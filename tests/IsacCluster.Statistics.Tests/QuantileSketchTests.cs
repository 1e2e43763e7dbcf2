
namespace IsacCluster.Statistics.Tests;

public sealed class QuantileSketchTests
{
    public static TheoryData<string, Func<(double U, double V), double>> Distributions => new()
    {
        { "uniform", draw => draw.U },
        { "exponential", draw => -Math.Log(draw.U) },
        { "Pareto, infinite mean", draw => Math.Pow(draw.U, -2) },
        { "lognormal over 40 decades", draw => Math.Exp(15 * Gaussian(draw)) },
        { "Gaussian, both signs", draw => Gaussian(draw) },
        { "two points and zero", draw => draw.U < 0.3 ? 0 : draw.U < 0.6 ? 0.1 : -7 },
        { "subnormal", draw => double.Epsilon * Math.Ceiling(1e5 * draw.U * draw.U) },
        { "huge", draw => double.MaxValue * (2 * draw.U - 1) },
    };

    [Theory]
    [MemberData(nameof(Distributions), DisableDiscoveryEnumeration = true)]
    public void Every_quantile_is_within_the_relative_error_of_its_order_statistic(string name, Func<(double U, double V), double> draw)
    {
        const int Count = 2000;
        var sketch = new QuantileSketch();
        double[] values = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            var stream = Draws.Stream(51, (ulong)i);
            sketch.Add(values[i] = draw(stream.NextUniformPair()));
        }

        Array.Sort(values);
        for (int rank = 1; rank <= Count; rank++)
        {
            double exact = values[rank - 1], estimate = sketch.Quantile((double)rank / Count)!.Value;
            bool within = Math.Abs(estimate - exact) <= QuantileSketch.RelativeError * Math.Abs(exact);
            Assert.True(within, $"{name}: rank {rank}: {estimate:R} for {exact:R}");
        }
    }

    [Fact]
    public void Buckets_are_ordered_as_numbers_and_hold_their_middle()
    {
        double previous = double.NegativeInfinity;
        for (int index = -LogLinearBucketMax; index <= LogLinearBucketMax; index += 61)
        {
            var sketch = new QuantileSketch();
            double middle = Middle(index);
            if (double.IsNaN(middle)) continue;
            sketch.Add(middle);
            Assert.Equal(middle, sketch.Quantile(0.5));
            Assert.True(middle > previous);
            previous = middle;
        }
    }

    [Theory]
    [InlineData(5e-324)]
    [InlineData(255 * 5e-324)]
    [InlineData(-5e-324)]
    [InlineData(0.0)]
    public void Zero_and_the_smallest_numbers_are_exact(double value)
    {
        var sketch = new QuantileSketch();
        sketch.Add(value);
        Assert.Equal(value, sketch.Quantile(0.5));
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.001, 1)]
    [InlineData(0.01, 1)]
    [InlineData(0.07, 7)] // 0.07 * 100 is 7.000000000000001 in doubles
    [InlineData(0.29, 29)] // 0.29 * 100 is 28.999999999999996 in doubles
    [InlineData(0.5, 50)]
    [InlineData(0.501, 51)]
    [InlineData(0.99, 99)]
    [InlineData(1.0, 100)]
    public void The_quantile_is_the_ceiling_rank(double q, int rank)
    {
        // Powers of two are spaced far enough to tell ranks apart, and lie at the lower end of their buckets.
        var sketch = new QuantileSketch();
        for (int i = 1; i <= 100; i++) sketch.Add(Math.ScaleB(1, i));
        Assert.Equal(Math.ScaleB(1 + 1.0 / 512, rank), sketch.Quantile(q));
    }

    [Fact]
    public void Without_values_there_is_no_quantile()
    {
        Assert.Null(new QuantileSketch().Quantile(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileSketch().Quantile(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileSketch().Quantile(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileSketch().Add(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileSketch().Add(double.PositiveInfinity));
    }

    [Fact]
    public void Counts_grow_beyond_32_bits_and_stop_at_63()
    {
        var sketch = new QuantileSketch();
        sketch.Add(1);
        for (int i = 0; i < 62; i++) sketch.Merge(sketch);
        Assert.Equal(1L << 62, sketch.Count);
        Assert.Equal(1, sketch.Quantile(0.999)!.Value, 1.0 / 512);
        Assert.Throws<OverflowException>(() => sketch.Merge(sketch));
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 0 })] // an empty bucket
    [InlineData(new byte[] { 2, 2, 1, 0, 1 })] // the same bucket twice
    [InlineData(new byte[] { 1, 0xFF, 0xFF, 0xFF, 0x7F, 1 })] // beyond the largest double
    [InlineData(new byte[] { 1, 4, 1 })] // index 2: 257/256 of the smallest double
    [InlineData(new byte[] { 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 1 })] // index -2^63
    public void Buckets_that_no_number_has_are_refused(byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new CanonicalReader(bytes);
            QuantileSketch.ReadFrom(ref reader);
        });

    private const int LogLinearBucketMax = 2098 * 256;

    /// <summary>The representative of a bucket through the byte form; NaN if no double falls into it.</summary>
    private static double Middle(int index)
    {
        var writer = new CanonicalWriter();
        writer.WriteCount(1);
        writer.WriteSigned(index);
        writer.WriteCount(1);
        try
        {
            var reader = new CanonicalReader(writer.Written);
            return QuantileSketch.ReadFrom(ref reader).Quantile(0.5)!.Value;
        }
        catch (InvalidDataException)
        {
            return double.NaN;
        }
    }

    private static double Gaussian((double U, double V) draw) => Math.Sqrt(-2 * Math.Log(draw.U)) * Math.Cos(2 * Math.PI * draw.V);
}
