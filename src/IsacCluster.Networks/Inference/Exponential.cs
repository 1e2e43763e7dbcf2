using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// e^x of eight floats to 2 units in the last place, constant beyond |x| = 87 so that no result is subnormal or infinite. With
/// x = n ln 2 + r, n an integer and |r| at most ln(2)/2, e^x = 2^n e^r, and e^r is the polynomial of Cephes (Moshier, expf). Unlike the
/// runtime's own vector exponential it needs no doubles, and its bits are the same in every version of the runtime.
/// </summary>
internal static class Exponential
{
    private const float Log2E = 1.44269504f, Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f, Largest = 87;

    /// <summary>1.5 * 2^23: added to a small number it rounds it and leaves the integer in the low bits.</summary>
    private const float Rounding = 12582912;

    /// <summary>e^x.</summary>
    public static Vector256<float> Of(Vector256<float> x) => Power(Reduce(x, out Vector256<float> n), n);

    /// <summary>The first half of e^x: r, and n with <see cref="Rounding"/> added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Reduce(Vector256<float> x, out Vector256<float> rounded)
    {
        x = Vector256.MaxNative(Vector256.MinNative(x, Vector256.Create(Largest)), Vector256.Create(-Largest));
        rounded = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(Rounding));
        Vector256<float> n = rounded - Vector256.Create(Rounding);
        Vector256<float> r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2High), x);
        return Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2Low), r);
    }

    /// <summary>The second half: the polynomial in pairs of terms (Estrin), whose chain is half as long as Horner's, and 2^n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Power(Vector256<float> r, Vector256<float> rounded)
    {
        Vector256<float> square = r * r;
        Vector256<float> high = Vector256.FusedMultiplyAdd(Vector256.Create(1.9875691500e-4f), r, Vector256.Create(1.3981999507e-3f));
        Vector256<float> middle = Vector256.FusedMultiplyAdd(Vector256.Create(8.3334519073e-3f), r, Vector256.Create(4.1665795894e-2f));
        Vector256<float> low = Vector256.FusedMultiplyAdd(Vector256.Create(1.6666665459e-1f), r, Vector256.Create(5.0000001201e-1f));
        Vector256<float> p = Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(high, square, middle), square, low);
        p = Vector256.FusedMultiplyAdd(p, square, r + Vector256<float>.One);
        return (p.AsInt32() + Vector256.ShiftLeft(rounded.AsInt32(), 23)).AsSingle();
    }
}
