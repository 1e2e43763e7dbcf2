using System.Numerics;

namespace IsacCluster.Statistics;

/// <summary>
/// The buckets of <see cref="QuantileSketch"/>: 256 of equal width in each power of two, taken from the bits of the double
/// without rounding, so that every machine agrees. Bucket indices are ordered as the numbers are.
/// </summary>
/// <remarks>
/// |v| = (1 + f) 2^e with 0 &lt;= f &lt; 1 has the index 1 + 256 (e + 1074) + floor(256 f), with the sign of v; 0 has the
/// index 0. Subnormal numbers are normalised first, so the relative width holds down to 5e-324, where a bucket is one single number.
/// </remarks>
public static class LogLinearBucket
{
    private const int FractionBits = 8;
    private const int LowestExponent = -1074;
    private const int MantissaBits = 52;

    /// <summary>The index of the largest double.</summary>
    public const int MaxIndex = (1023 - LowestExponent + 1) << FractionBits;

    /// <summary>The bucket of a finite number.</summary>
    public static int IndexOf(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        ulong magnitude = (ulong)bits & (ulong)long.MaxValue;
        if (magnitude == 0) return 0;
        int biased = (int)(magnitude >> MantissaBits);
        int index = biased > 0
            ? (int)(magnitude >> (MantissaBits - FractionBits)) + ((MantissaBits - 1) << FractionBits) + 1
            : SubnormalIndex(magnitude);
        return bits < 0 ? -index : index;
    }

    /// <summary>The middle of a bucket: at most 2^-9 of any number in it away from that number.</summary>
    public static double Middle(int index)
    {
        if (index == 0) return 0;
        int position = Math.Abs(index) - 1;
        int exponent = (position >> FractionBits) + LowestExponent;
        int fraction = position & ((1 << FractionBits) - 1);

        // Near 5e-324 numbers lie further apart than half a bucket: there the lower end is the only number of the bucket.
        bool single = exponent - FractionBits <= LowestExponent;
        double mantissa = (1 << FractionBits) + fraction + (single ? 0 : 0.5);
        double middle = Math.ScaleB(mantissa, exponent - FractionBits);
        return index < 0 ? -middle : middle;
    }

    /// <summary>Whether some double falls into the bucket: near 5e-324 not every index has one.</summary>
    public static bool Exists(long index) =>
        index is >= -MaxIndex and <= MaxIndex && IndexOf(Middle((int)index)) == index;

    private static int SubnormalIndex(ulong magnitude)
    {
        int leading = BitOperations.Log2(magnitude);
        ulong fraction = magnitude ^ (1UL << leading);
        ulong scaled = leading >= FractionBits ? fraction >> (leading - FractionBits) : fraction << (FractionBits - leading);
        return (leading << FractionBits) + (int)scaled + 1;
    }
}
