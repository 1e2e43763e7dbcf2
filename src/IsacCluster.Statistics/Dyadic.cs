using System.Numerics;

namespace IsacCluster.Statistics;

/// <summary>
/// A dyadic rational m 2^e: every finite double is one, and sums, differences and products of them are exact. Quotients and
/// conversions to double round once, correctly (to nearest, ties to even).
/// </summary>
/// <remarks>Normalised to an odd mantissa (or 0 x 2^0), so record equality is equality of numbers.</remarks>
public readonly record struct Dyadic
{
    /// <summary>Bits of a quotient before it is rounded: more than the 53 of a double, its guard and a little slack.</summary>
    private const int QuotientBits = 66;

    public Dyadic(BigInteger mantissa, int exponent)
    {
        int zeros = mantissa.IsZero ? 0 : (int)BigInteger.TrailingZeroCount(mantissa);
        Mantissa = mantissa >> zeros;
        Exponent = mantissa.IsZero ? 0 : exponent + zeros;
    }

    public BigInteger Mantissa { get; }

    public int Exponent { get; }

    public int Sign => Mantissa.Sign;

    public static Dyadic Zero => default;

    /// <summary>A finite double, exactly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN or infinite.</exception>
    public static Dyadic Of(double value)
    {
        var sum = new ExactSum();
        sum.Add(value);
        return sum.ToDyadic();
    }

    public static implicit operator Dyadic(long value) => new(value, 0);

    public static Dyadic operator -(Dyadic a) => new(-a.Mantissa, a.Exponent);

    public static Dyadic operator +(Dyadic a, Dyadic b)
    {
        if (a.Sign == 0) return b;
        if (b.Sign == 0) return a;
        int exponent = Math.Min(a.Exponent, b.Exponent);
        return new((a.Mantissa << (a.Exponent - exponent)) + (b.Mantissa << (b.Exponent - exponent)), exponent);
    }

    public static Dyadic operator -(Dyadic a, Dyadic b) => a + -b;

    public static Dyadic operator *(Dyadic a, Dyadic b) => new(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent);

    /// <summary>The nearest double; an infinity beyond the largest double, as IEEE 754 rounds.</summary>
    public double ToDouble() => Round(Mantissa, Exponent, inexact: false);

    /// <summary>a / b, correctly rounded.</summary>
    /// <exception cref="DivideByZeroException">b is zero.</exception>
    public static double Quotient(Dyadic a, Dyadic b) => ScaledQuotient(a, b, 0);

    /// <summary>sqrt(a / b) to one unit in the last place, for a >= 0 and b > 0, even where a / b itself has no double.</summary>
    public static double SquareRootOfQuotient(Dyadic a, Dyadic b)
    {
        if (a.Sign < 0 || b.Sign <= 0) throw new ArgumentOutOfRangeException(nameof(a), "A root needs a >= 0 and b > 0.");
        if (a.Sign == 0) return 0;
        long binaryMagnitude = a.Mantissa.GetBitLength() + a.Exponent - b.Mantissa.GetBitLength() - b.Exponent;
        int half = (int)(binaryMagnitude >> 1);
        return Math.ScaleB(Math.Sqrt(ScaledQuotient(a, b, -2 * half)), half);
    }

    /// <summary>2^scale a / b, correctly rounded.</summary>
    private static double ScaledQuotient(Dyadic a, Dyadic b, int scale)
    {
        if (b.Sign == 0) throw new DivideByZeroException("Division of a dyadic rational by zero.");
        long missing = QuotientBits - (a.Mantissa.GetBitLength() - b.Mantissa.GetBitLength());
        int shift = (int)Math.Max(0, missing);
        BigInteger quotient = BigInteger.DivRem(a.Mantissa << shift, b.Mantissa, out BigInteger remainder);
        return Round(quotient, a.Exponent - b.Exponent - shift + scale, !remainder.IsZero);
    }

    /// <summary>
    /// Rounds (m + fraction) 2^e to nearest, ties to even, where 0 &lt;= |fraction| &lt; 1 points away from zero and is not 0 when
    /// <paramref name="inexact"/>; then m must have bits to spare.
    /// </summary>
    private static double Round(BigInteger mantissa, int exponent, bool inexact)
    {
        if (mantissa.IsZero) return 0;
        BigInteger magnitude = BigInteger.Abs(mantissa);
        long bits = magnitude.GetBitLength();

        // A double with leading bit 2^(bits+exponent-1) ends at 2^-1074 or 53 bits below the leading one, whichever is higher.
        long kept = Math.Min(53, bits + exponent + 1074);
        if (kept < 0) return mantissa.Sign < 0 ? -0.0 : 0.0;
        long dropped = bits - kept;
        if (dropped > 0)
        {
            BigInteger high = magnitude >> (int)dropped;
            BigInteger low = magnitude - (high << (int)dropped);
            int comparison = low.CompareTo(BigInteger.One << (int)(dropped - 1));
            bool up = comparison > 0 || (comparison == 0 && (inexact || !high.IsEven));
            magnitude = up ? high + 1 : high;
            exponent += (int)dropped;
        }

        double result = Math.ScaleB((double)magnitude, exponent);
        return mantissa.Sign < 0 ? -result : result;
    }
}
