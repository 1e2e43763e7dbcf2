using System.Numerics;

namespace IsacCluster.Statistics.Tests;

/// <summary>A rational number as a pair of big integers: the oracle, written without anything of the code under test.</summary>
internal readonly record struct Rational(BigInteger Numerator, BigInteger Denominator)
{
    public static Rational Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int biased = (int)((bits >> 52) & 0x7FF);
        long fraction = bits & 0xF_FFFF_FFFF_FFFF;
        BigInteger mantissa = biased == 0 ? fraction : fraction + (1L << 52);
        int exponent = Math.Max(biased, 1) - 1075;
        BigInteger signed = bits < 0 ? -mantissa : mantissa;
        return exponent >= 0 ? new(signed << exponent, 1) : new(signed, BigInteger.One << -exponent);
    }

    public static Rational Zero => new(0, 1);

    public static implicit operator Rational(long value) => new(value, 1);

    public static Rational operator +(Rational a, Rational b)
    {
        // Denominators that divide each other keep the numbers short.
        if ((a.Denominator % b.Denominator).IsZero) return new(a.Numerator + b.Numerator * (a.Denominator / b.Denominator), a.Denominator);
        if ((b.Denominator % a.Denominator).IsZero) return b + a;
        return new(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);
    }

    public static Rational operator -(Rational a, Rational b) => a + new Rational(-b.Numerator, b.Denominator);

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b)
    {
        BigInteger sign = b.Numerator.Sign;
        return new(a.Numerator * b.Denominator * sign, a.Denominator * b.Numerator * sign);
    }

    public static bool operator <(Rational a, Rational b) => a.Numerator * b.Denominator < b.Numerator * a.Denominator;

    public static bool operator >(Rational a, Rational b) => b < a;

    public Rational Abs() => new(BigInteger.Abs(Numerator), Denominator);

    /// <summary>Whether a double is the nearest to this number, and the even one of two that are equally near.</summary>
    public bool RoundsTo(double value)
    {
        if (double.IsNaN(value)) return false;
        // Rounding treats an infinity as the number one step beyond the largest double.
        Rational beyond = new(BigInteger.One << 1024, 1);
        Rational Place(double x) => double.IsFinite(x) ? Of(x) : x > 0 ? beyond : new(-beyond.Numerator, 1);
        bool odd = double.IsFinite(value) && (BitConverter.DoubleToInt64Bits(value) & 1) != 0;
        Rational error = (this - Place(value)).Abs();
        foreach (double neighbour in new[] { Math.BitIncrement(value), Math.BitDecrement(value) })
        {
            if (neighbour == value) continue;
            Rational other = (this - Place(neighbour)).Abs();
            if (other < error || (odd && !(error < other))) return false;
        }

        return !double.IsInfinity(value) || !(this.Abs() < beyond) || !((beyond - Of(double.MaxValue)) * new Rational(1, 2) < error);
    }
}
