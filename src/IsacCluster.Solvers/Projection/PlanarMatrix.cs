using System.Numerics;
using IsacCluster.Isac.Numerics;
using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.Projection;

/// <summary>
/// A square complex matrix as two planes of doubles, rows padded with zeros to <see cref="PlanarVector.Stride"/>. Padding stays
/// zero under every operation, so whole planes can be treated as real vectors under Re Tr(A^H B).
/// </summary>
internal sealed class PlanarMatrix
{
    public PlanarMatrix(int order)
    {
        (Order, Stride) = (order, PlanarVector.Stride(order));
        (Re, Im) = (new double[order * Stride], new double[order * Stride]);
    }

    public int Order { get; }

    public int Stride { get; }

    public double[] Re { get; }

    public double[] Im { get; }

    public Span<double> RowRe(int row) => Re.AsSpan(row * Stride, Stride);

    public Span<double> RowIm(int row) => Im.AsSpan(row * Stride, Stride);

    public void Clear()
    {
        Array.Clear(Re);
        Array.Clear(Im);
    }

    public void CopyFrom(PlanarMatrix other)
    {
        other.Re.CopyTo(Re, 0);
        other.Im.CopyTo(Im, 0);
    }

    /// <summary>this += alpha A, alpha real.</summary>
    public void Add(double alpha, PlanarMatrix a)
    {
        PlanarVector.RealAxpy(alpha, a.Re, Re);
        PlanarVector.RealAxpy(alpha, a.Im, Im);
    }

    /// <summary>this += alpha x x^H, alpha real.</summary>
    public void AddOuter(double alpha, ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm)
    {
        for (int r = 0; r < Order; r++) PlanarVector.AxpyConjugate(alpha * xRe[r], alpha * xIm[r], xRe, xIm, RowRe(r), RowIm(r));
    }

    /// <summary>this += alpha (x y^H + y x^H), alpha real.</summary>
    public void AddSymmetricOuter(
        double alpha, ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm, ReadOnlySpan<double> yRe, ReadOnlySpan<double> yIm)
    {
        for (int r = 0; r < Order; r++)
        {
            Span<double> re = RowRe(r), im = RowIm(r);
            PlanarVector.AxpyConjugate(alpha * xRe[r], alpha * xIm[r], yRe, yIm, re, im);
            PlanarVector.AxpyConjugate(alpha * yRe[r], alpha * yIm[r], xRe, xIm, re, im);
        }
    }

    /// <summary>this += alpha I.</summary>
    public void AddIdentity(double alpha)
    {
        for (int r = 0; r < Order; r++) Re[r * Stride + r] += alpha;
    }

    /// <summary>y := A x.</summary>
    public void Multiply(ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm, Span<double> yRe, Span<double> yIm)
    {
        for (int r = 0; r < Order; r++) (yRe[r], yIm[r]) = PlanarVector.Dot(RowRe(r), RowIm(r), xRe, xIm);
    }

    /// <summary>x^H A x of a Hermitian A.</summary>
    public double QuadraticForm(ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm)
    {
        double sum = 0;
        for (int r = 0; r < Order; r++)
        {
            (double re, double im) = PlanarVector.Dot(RowRe(r), RowIm(r), xRe, xIm);
            sum += xRe[r] * re + xIm[r] * im;
        }

        return sum;
    }

    public double Trace()
    {
        double sum = 0;
        for (int r = 0; r < Order; r++) sum += Re[r * Stride + r];
        return sum;
    }

    /// <summary>Re Tr(A^H B).</summary>
    public static double Inner(PlanarMatrix a, PlanarMatrix b) => PlanarVector.RealDot(a.Re, b.Re) + PlanarVector.RealDot(a.Im, b.Im);

    public double SquaredNorm() => Inner(this, this);

    /// <summary>A := (A + A^H) / 2, which removes the rounding that products leave in the skew part.</summary>
    public void Symmetrise()
    {
        for (int r = 0; r < Order; r++)
        {
            Im[r * Stride + r] = 0;
            for (int c = 0; c < r; c++)
            {
                int lower = r * Stride + c, upper = c * Stride + r;
                double re = (Re[lower] + Re[upper]) / 2, im = (Im[lower] - Im[upper]) / 2;
                (Re[lower], Re[upper], Im[lower], Im[upper]) = (re, re, im, -im);
            }
        }
    }

    /// <summary>scale * A as a complex matrix of its own.</summary>
    public ComplexMatrix ToComplex(double scale)
    {
        var matrix = new ComplexMatrix(Order, Order);
        for (int r = 0; r < Order; r++)
        {
            for (int c = 0; c < Order; c++) matrix[r, c] = new Complex(scale * Re[r * Stride + c], scale * Im[r * Stride + c]);
        }

        return matrix;
    }
}
