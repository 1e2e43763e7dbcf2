using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using IsacCluster.Search.Numerics;

namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>
/// Matern 5/2, m(r) = (1 + sqrt5 r + 5/3 r^2) exp(-sqrt5 r), of many squared distances at once; arrays are padded to whole vectors.
/// </summary>
internal static class Matern
{
    private const int Lanes = 4;
    private static readonly double Root5 = Math.Sqrt(5);

    public static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;

    /// <summary>values += variance m(sqrt(factor squares)).</summary>
    public static void Add(ReadOnlySpan<double> squares, double factor, double variance, Span<double> values)
    {
        Vector256<double> f = Vector256.Create(factor), v = Vector256.Create(variance);
        ref double s = ref MemoryMarshal.GetReference(squares), target = ref MemoryMarshal.GetReference(values);
        for (nuint i = 0; i < (nuint)values.Length; i += Lanes)
        {
            (Vector256<double> value, _) = Of(Vector256.LoadUnsafe(ref s, i) * f);
            (Vector256.LoadUnsafe(ref target, i) + value * v).StoreUnsafe(ref target, i);
        }
    }

    /// <summary>The same, and slopes = -2 variance dm / d(r^2) = variance 5/3 (1 + sqrt5 r) exp(-sqrt5 r); own = the term added.</summary>
    public static void Add(
        ReadOnlySpan<double> squares, double factor, double variance, Span<double> values, Span<double> own, Span<double> slopes)
    {
        Vector256<double> f = Vector256.Create(factor), v = Vector256.Create(variance);
        ref double s = ref MemoryMarshal.GetReference(squares), target = ref MemoryMarshal.GetReference(values);
        ref double term = ref MemoryMarshal.GetReference(own), steep = ref MemoryMarshal.GetReference(slopes);
        for (nuint i = 0; i < (nuint)values.Length; i += Lanes)
        {
            (Vector256<double> value, Vector256<double> slope) = Of(Vector256.LoadUnsafe(ref s, i) * f);
            value *= v;
            (Vector256.LoadUnsafe(ref target, i) + value).StoreUnsafe(ref target, i);
            value.StoreUnsafe(ref term, i);
            (slope * v).StoreUnsafe(ref steep, i);
        }
    }

    private static (Vector256<double> Value, Vector256<double> Slope) Of(Vector256<double> square)
    {
        Vector256<double> r = Vector256.Sqrt(square) * Vector256.Create(Root5), decay = VectorExponential.Exp(-r);
        Vector256<double> rise = Vector256<double>.One + r, third = Vector256.Create(5.0 / 3);
        return ((rise + third * square) * decay, third * rise * decay);
    }
}
