using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsacCluster.Search.Numerics;

/// <summary>
/// exp of four numbers in [-700, 0], relative error below 1e-11. Products and sums only, in a fixed order and never fused, so that the
/// bits are the same on every processor.
/// </summary>
internal static class VectorExponential
{
    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;

    // 1.5 * 2^52: adding it rounds to an integer, which then lies in the low bits.
    private const double Rounder = 6755399441055744.0;

    /// <summary>exp(x); below -700 as at -700.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        x = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256.Create(-700.0)), x, Vector256.Create(-700.0));
        Vector256<double> rounded = x * Vector256.Create(1 / 0.69314718055994530942) + Vector256.Create(Rounder);
        Vector256<double> k = rounded - Vector256.Create(Rounder);
        Vector256<double> r = x - k * Vector256.Create(Ln2High);
        r -= k * Vector256.Create(Ln2Low);
        Vector256<double> p = Vector256.Create(1.0 / 362880);
        p = p * r + Vector256.Create(1.0 / 40320);
        p = p * r + Vector256.Create(1.0 / 5040);
        p = p * r + Vector256.Create(1.0 / 720);
        p = p * r + Vector256.Create(1.0 / 120);
        p = p * r + Vector256.Create(1.0 / 24);
        p = p * r + Vector256.Create(1.0 / 6);
        p = p * r + Vector256.Create(0.5);
        p = p * r + Vector256.Create(1.0);
        p = p * r + Vector256.Create(1.0);
        Vector256<long> power =
            Vector256.ShiftLeft(rounded.AsInt64() - Vector256.Create(BitConverter.DoubleToInt64Bits(Rounder) - 1023), 52);
        return p * power.AsDouble();
    }
}
