using System.Numerics;

namespace IsacCluster.Statistics.Tests;

public sealed class ExactSumTests
{
    [Fact]
    public void Sum_is_the_rational_sum_rounded_once()
    {
        for (ulong trial = 0; trial < 300; trial++)
        {
            var stream = Draws.Stream(11, trial);
            var sum = new ExactSum();
            Rational expected = Rational.Zero;
            for (int i = Draws.Below(ref stream, 12); i >= 0; i--)
            {
                double x = Draws.Nasty(ref stream), y = Draws.Nasty(ref stream);
                sum.Add(x);
                sum.AddProduct(x, y);
                expected += Rational.Of(x) + Rational.Of(x) * Rational.Of(y);
            }

            AssertEqual(expected, sum.ToDyadic());
            Assert.True(expected.RoundsTo(sum.ToDouble()), $"trial {trial}: {sum.ToDouble():R}");
        }
    }

    [Theory]
    [InlineData(new[] { 1e308, 1e308, -1e308, -1e308, 1e-300 }, 1e-300)]
    [InlineData(new[] { 1e308, 1e308 }, double.PositiveInfinity)]
    [InlineData(new[] { -1e308, -1e308 }, double.NegativeInfinity)]
    [InlineData(new[] { 5e-324, 5e-324, -5e-324 }, 5e-324)]
    [InlineData(new[] { 1.0, 1e100, 1.0, -1e100 }, 2.0)]
    [InlineData(new[] { 0.1, 0.2, -0.3 }, 2.7755575615628914E-17)]
    [InlineData(new[] { 1.0, 1.1102230246251565E-16 }, 1.0)]
    [InlineData(new[] { 1.0, 1.1102230246251565E-16, 5e-324 }, 1.0000000000000002)]
    [InlineData(new double[] { }, 0.0)]
    [InlineData(new[] { -0.0 }, 0.0)]
    public void Extremes_are_exact(double[] terms, double expected)
    {
        var sum = new ExactSum();
        foreach (double term in terms) sum.Add(term);
        Assert.Equal(expected, sum.ToDouble());
    }

    [Fact]
    public void Products_are_exact_where_the_double_product_underflows_or_overflows()
    {
        var tiny = new ExactSum();
        tiny.AddProduct(5e-324, 5e-324);
        AssertEqual(Rational.Of(5e-324) * Rational.Of(5e-324), tiny.ToDyadic());
        Assert.Equal(0, tiny.ToDouble());

        var huge = new ExactSum();
        huge.AddProduct(double.MaxValue, double.MaxValue);
        Assert.Equal(double.PositiveInfinity, huge.ToDouble());
        huge.AddProduct(-double.MaxValue, double.MaxValue);
        huge.Add(3);
        Assert.Equal(3, huge.ToDouble());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_that_are_not_finite_are_refused_and_change_nothing(double value)
    {
        var sum = new ExactSum();
        sum.Add(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => sum.Add(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => sum.AddProduct(2, value));
        Assert.Throws<ArgumentOutOfRangeException>(() => sum.AddProduct(value, 0));
        Assert.Equal(1, sum.ToDouble());
    }

    [Fact]
    public void Carries_are_propagated_before_a_chunk_overflows()
    {
        // Doubling by self-merges fills every chunk as fast as additions can: 1000 doublings are 2^1000 terms.
        var sum = new ExactSum();
        sum.Add(-double.BitDecrement(1));
        sum.Add(double.Epsilon);
        Rational expected = Rational.Of(-double.BitDecrement(1)) + Rational.Of(double.Epsilon);
        for (int i = 0; i < 1000; i++) sum.Merge(sum);
        AssertEqual(expected * new Rational(BigInteger.One << 1000, 1), sum.ToDyadic());
    }

    [Fact]
    public void A_negative_sum_stays_small_through_any_number_of_carries()
    {
        var idle = new ExactSum();
        idle.Add(1);
        idle.Add(-1);
        for (int i = 0; i < 27; i++) idle.Merge(idle);

        var sum = new ExactSum();
        sum.Add(-1);
        for (int i = 0; i < 1000; i++) sum.Merge(idle);
        Assert.Equal(-1, sum.ToDouble());
    }

    [Fact]
    public void A_thousand_values_of_one_magnitude_take_few_bytes()
    {
        var sum = new ExactSum();
        for (ulong i = 0; i < 1000; i++)
        {
            var stream = Draws.Stream(12, i);
            sum.Add(stream.NextUniform(0.2, 0.4));
        }

        var writer = new CanonicalWriter();
        sum.WriteTo(writer);
        Assert.True(writer.Written.Length <= 12, $"{writer.Written.Length} bytes");
    }

    [Fact]
    public void Adding_does_not_allocate_in_the_steady_state()
    {
        var sum = new ExactSum();
        sum.AddProduct(0.25, 0.5);
        sum.Add(0.75);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i <= 1000; i++)
        {
            sum.Add(0.5 + 1e-4 * i);
            sum.AddProduct(0.5 + 1e-4 * i, 0.5 + 1e-5 * i);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(new byte[] { 1 })] // negative zero
    [InlineData(new byte[] { 2, 0, 0 })] // a zero byte at the end
    [InlineData(new byte[] { 4, 0, 0, 1 })] // a zero byte at the start
    [InlineData(new byte[] { 2, 0xA0, 0x04, 1 })] // 544: beyond the highest byte
    [InlineData(new byte[] { 0xFF, 0x7F })] // more bytes than there are
    public void Bytes_that_are_not_canonical_are_refused(byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new CanonicalReader(bytes);
            ExactSum.ReadFrom(ref reader);
        });

    private static void AssertEqual(Rational expected, Dyadic actual)
    {
        BigInteger numerator = actual.Exponent >= 0 ? actual.Mantissa << actual.Exponent : actual.Mantissa;
        BigInteger denominator = actual.Exponent >= 0 ? 1 : BigInteger.One << -actual.Exponent;
        Assert.Equal(expected.Numerator * denominator, numerator * expected.Denominator);
    }
}
