using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsacCluster.Numerics;

/// <summary>
/// Products of complex vectors stored as two planes of doubles (real parts, imaginary parts). Every plane is padded with zeros
/// to <see cref="Stride"/> so that the loops have no tails; all spans of one call have the same padded length. The counterpart on
/// spans of <see cref="PlanarKernels"/>: work on the stack, on slices and on eigenvectors needs no array and offset, and lengths
/// are checked by the slices.
/// </summary>
public static class PlanarVector
{
    /// <summary>Length of a padded plane for n entries: n rounded up to whole 256-bit vectors.</summary>
    public static int Stride(int n) => PlanarMatrix.Padded(n);

    /// <summary>x^H y.</summary>
    public static (double Re, double Im) ConjugateDot(
        ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm, ReadOnlySpan<double> yRe, ReadOnlySpan<double> yIm) =>
        Dot(xRe, xIm, yRe, yIm, conjugate: true);

    /// <summary>x^T y, without conjugation.</summary>
    public static (double Re, double Im) Dot(
        ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm, ReadOnlySpan<double> yRe, ReadOnlySpan<double> yIm) =>
        Dot(xRe, xIm, yRe, yIm, conjugate: false);

    /// <summary>sum_i x_i y_i of two real planes.</summary>
    public static double RealDot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector256<double>> a = Vectors(x), b = Vectors(y);
        var sum = Vector256<double>.Zero;
        for (int i = 0; i < a.Length && i < b.Length; i++) sum = Vector256.MultiplyAddEstimate(a[i], b[i], sum);
        return Vector256.Sum(sum);
    }

    /// <summary>y += alpha x for real planes.</summary>
    public static void RealAxpy(double alpha, ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<Vector256<double>> a = Vectors(x);
        Span<Vector256<double>> b = MemoryMarshal.Cast<double, Vector256<double>>(y);
        var factor = Vector256.Create(alpha);
        for (int i = 0; i < a.Length && i < b.Length; i++) b[i] = Vector256.MultiplyAddEstimate(factor, a[i], b[i]);
    }

    /// <summary>y += alpha x with complex alpha.</summary>
    public static void Axpy(
        double alphaRe, double alphaIm, ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm, Span<double> yRe, Span<double> yIm)
    {
        ReadOnlySpan<Vector256<double>> a = Vectors(xRe), b = Vectors(xIm);
        Span<Vector256<double>> c = MemoryMarshal.Cast<double, Vector256<double>>(yRe);
        Span<Vector256<double>> d = MemoryMarshal.Cast<double, Vector256<double>>(yIm);
        Vector256<double> re = Vector256.Create(alphaRe), im = Vector256.Create(alphaIm);
        for (int i = 0; i < a.Length && i < b.Length && i < c.Length && i < d.Length; i++)
        {
            c[i] = Vector256.MultiplyAddEstimate(-im, b[i], Vector256.MultiplyAddEstimate(re, a[i], c[i]));
            d[i] = Vector256.MultiplyAddEstimate(im, a[i], Vector256.MultiplyAddEstimate(re, b[i], d[i]));
        }
    }

    /// <summary>y += alpha conj(x) with complex alpha.</summary>
    public static void AxpyConjugate(
        double alphaRe, double alphaIm, ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm, Span<double> yRe, Span<double> yIm)
    {
        ReadOnlySpan<Vector256<double>> a = Vectors(xRe), b = Vectors(xIm);
        Span<Vector256<double>> c = MemoryMarshal.Cast<double, Vector256<double>>(yRe);
        Span<Vector256<double>> d = MemoryMarshal.Cast<double, Vector256<double>>(yIm);
        Vector256<double> re = Vector256.Create(alphaRe), im = Vector256.Create(alphaIm);
        for (int i = 0; i < a.Length && i < b.Length && i < c.Length && i < d.Length; i++)
        {
            c[i] = Vector256.MultiplyAddEstimate(im, b[i], Vector256.MultiplyAddEstimate(re, a[i], c[i]));
            d[i] = Vector256.MultiplyAddEstimate(-re, b[i], Vector256.MultiplyAddEstimate(im, a[i], d[i]));
        }
    }

    /// <summary>The plane rotation (x, y) := (c x - s y, s x + c y) of two real planes.</summary>
    public static void Rotate(double c, double s, Span<double> x, Span<double> y)
    {
        Span<Vector256<double>> a = MemoryMarshal.Cast<double, Vector256<double>>(x);
        Span<Vector256<double>> b = MemoryMarshal.Cast<double, Vector256<double>>(y);
        Vector256<double> cosine = Vector256.Create(c), sine = Vector256.Create(s);
        for (int i = 0; i < a.Length && i < b.Length; i++)
        {
            Vector256<double> p = a[i], q = b[i];
            a[i] = cosine * p - sine * q;
            b[i] = sine * p + cosine * q;
        }
    }

    /// <summary>Inlined with a constant, so that the loop has no branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Re, double Im) Dot(
        ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm, ReadOnlySpan<double> yRe, ReadOnlySpan<double> yIm, bool conjugate)
    {
        ReadOnlySpan<Vector256<double>> a = Vectors(xRe), b = Vectors(xIm), c = Vectors(yRe), d = Vectors(yIm);
        Vector256<double> re = default, im = default;
        for (int i = 0; i < a.Length && i < b.Length && i < c.Length && i < d.Length; i++)
        {
            re = Vector256.MultiplyAddEstimate(conjugate ? b[i] : -b[i], d[i], Vector256.MultiplyAddEstimate(a[i], c[i], re));
            im = Vector256.MultiplyAddEstimate(conjugate ? -b[i] : b[i], c[i], Vector256.MultiplyAddEstimate(a[i], d[i], im));
        }

        return (Vector256.Sum(re), Vector256.Sum(im));
    }

    private static ReadOnlySpan<Vector256<double>> Vectors(ReadOnlySpan<double> plane) =>
        MemoryMarshal.Cast<double, Vector256<double>>(plane);
}
