using System.Numerics;

namespace IsacCluster.Statistics.Tests;

public sealed class DyadicTests
{
    [Fact]
    public void Quotients_are_correctly_rounded()
    {
        for (ulong trial = 0; trial < 2000; trial++)
        {
            var stream = Draws.Stream(21, trial);
            (Dyadic a, Rational exactA) = Random(ref stream);
            (Dyadic b, Rational exactB) = Random(ref stream);
            if (b.Sign == 0) continue;
            double quotient = Dyadic.Quotient(a, b);
            Assert.True((exactA / exactB).RoundsTo(quotient), $"trial {trial}: {quotient:R}");
        }
    }

    [Fact]
    public void Subnormal_results_round_once()
    {
        for (int k = 1; k < 800; k++)
        {
            // k / 8 of the smallest double, above and below each tie.
            var exact = new Rational(k, BigInteger.One << 1077);
            Assert.True(exact.RoundsTo(new Dyadic(k, -1077).ToDouble()), $"k = {k}");
            Assert.True((exact / 3).RoundsTo(Dyadic.Quotient(new Dyadic(k, -1077), 3)), $"k/3, k = {k}");
        }
    }

    [Fact]
    public void Roots_are_within_one_unit_even_where_the_quotient_has_no_double()
    {
        for (ulong trial = 0; trial < 500; trial++)
        {
            var stream = Draws.Stream(22, trial);
            (Dyadic a, Rational exactA) = Random(ref stream);
            (Dyadic b, Rational exactB) = Random(ref stream);
            if (a.Sign * b.Sign <= 0) continue;
            if (a.Sign < 0) (a, b, exactA, exactB) = (-a, -b, exactA * -1, exactB * -1);
            double root = Dyadic.SquareRootOfQuotient(a, b);
            if (!double.IsNormal(root)) continue;
            Rational below = Rational.Of(Math.BitDecrement(root)), above = Rational.Of(Math.BitIncrement(root)), square = exactA / exactB;
            Assert.True(below * below < square && square < above * above, $"trial {trial}: {root:R}");
        }

        Assert.Equal(1e-200, Dyadic.SquareRootOfQuotient(Exact(1e-200) * Exact(1e-200), 1));
        Assert.Equal(1e200, Dyadic.SquareRootOfQuotient(Exact(1e200) * Exact(1e200), 1));
        Assert.Equal(0, Dyadic.SquareRootOfQuotient(0, 7));
    }

    [Fact]
    public void Equal_numbers_are_equal_records()
    {
        Assert.Equal(new Dyadic(12, -2), 3);
        Assert.Equal(Dyadic.Zero, new Dyadic(0, 50));
        Assert.Equal(Dyadic.Zero, new Dyadic(5, 3) - 40);
        Assert.Equal(new Dyadic(-3, -1), (Dyadic)1 * 2 - new Dyadic(7, -1));
    }

    [Fact]
    public void What_has_no_value_throws()
    {
        Assert.Throws<DivideByZeroException>(() => Dyadic.Quotient(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dyadic.SquareRootOfQuotient(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dyadic.SquareRootOfQuotient(1, 0));
    }

    private static Dyadic Exact(double value)
    {
        var sum = new ExactSum();
        sum.Add(value);
        return sum.ToDyadic();
    }

    /// <summary>A random dyadic of up to 160 bits and a middling or extreme exponent, with its value.</summary>
    private static (Dyadic Value, Rational Exact) Random(ref IsacCluster.Isac.Randomness.RandomStream stream)
    {
        BigInteger mantissa = 0;
        for (int words = 1 + Draws.Below(ref stream, 5); words > 0; words--)
            mantissa = (mantissa << 32) + Draws.Below(ref stream, int.MaxValue);
        if (Draws.Below(ref stream, 2) == 0) mantissa = -mantissa;
        int range = Draws.Below(ref stream, 3) == 0 ? 1100 : 60;
        int exponent = Draws.Below(ref stream, 2 * range) - range;
        var exact = exponent >= 0 ? new Rational(mantissa << exponent, 1) : new Rational(mantissa, BigInteger.One << -exponent);
        return (new Dyadic(mantissa, exponent), exact);
    }
}
