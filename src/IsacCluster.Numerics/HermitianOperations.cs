
namespace IsacCluster.Numerics;

/// <summary>
/// Hermitian updates and forms of square <see cref="PlanarMatrix"/> values. Padding stays zero under every operation, so whole
/// planes can be treated as real vectors under Re Tr(A^H B).
/// </summary>
public static class HermitianOperations
{
    public static Span<double> RowRe(this PlanarMatrix a, int row) => a.Re.AsSpan(row * a.Stride, a.Stride);

    public static Span<double> RowIm(this PlanarMatrix a, int row) => a.Im.AsSpan(row * a.Stride, a.Stride);

    /// <summary>A := factor B.</summary>
    public static void CopyFrom(this PlanarMatrix a, ComplexMatrix b, double factor)
    {
        for (int i = 0; i < b.Rows; i++)
        {
            for (int j = 0; j < b.Columns; j++) a[i, j] = factor * b[i, j];
        }
    }

    /// <summary>A += alpha x x^H, alpha real.</summary>
    public static void AddOuter(this PlanarMatrix a, double alpha, ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm)
    {
        for (int r = 0; r < a.Rows; r++)
            PlanarVector.AxpyConjugate(alpha * xRe[r], alpha * xIm[r], xRe, xIm, a.RowRe(r), a.RowIm(r));
    }

    /// <summary>A += alpha (x y^H + y x^H), alpha real.</summary>
    public static void AddSymmetricOuter(
        this PlanarMatrix a, double alpha,
        ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm, ReadOnlySpan<double> yRe, ReadOnlySpan<double> yIm)
    {
        for (int r = 0; r < a.Rows; r++)
        {
            Span<double> re = a.RowRe(r), im = a.RowIm(r);
            PlanarVector.AxpyConjugate(alpha * xRe[r], alpha * xIm[r], yRe, yIm, re, im);
            PlanarVector.AxpyConjugate(alpha * yRe[r], alpha * yIm[r], xRe, xIm, re, im);
        }
    }

    /// <summary>A += alpha I.</summary>
    public static void AddIdentity(this PlanarMatrix a, double alpha)
    {
        for (int r = 0; r < a.Rows; r++) a.Re[r * a.Stride + r] += alpha;
    }

    /// <summary>A := alpha A.</summary>
    public static void Scale(this PlanarMatrix a, double alpha)
    {
        for (int i = 0; i < a.Re.Length; i++)
        {
            a.Re[i] *= alpha;
            a.Im[i] *= alpha;
        }
    }

    /// <summary>C := A B.</summary>
    public static void SetProduct(this PlanarMatrix c, PlanarMatrix a, PlanarMatrix b) => MatrixProducts.Multiply(a, b, c);

    /// <summary>y := A x.</summary>
    public static void Multiply(
        this PlanarMatrix a, ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm, Span<double> yRe, Span<double> yIm)
    {
        for (int r = 0; r < a.Rows; r++) (yRe[r], yIm[r]) = PlanarVector.Dot(a.RowRe(r), a.RowIm(r), xRe, xIm);
    }

    /// <summary>C := Q^H A Q, the columns of Q the eigenvectors.</summary>
    public static void SetInBasis(this PlanarMatrix c, PlanarMatrix a, HermitianEigen basis)
    {
        Span<double> yRe = stackalloc double[a.Stride], yIm = stackalloc double[a.Stride];
        yRe.Clear();
        yIm.Clear();
        for (int k = 0; k < a.Rows; k++)
        {
            a.Multiply(basis.VectorRe(k), basis.VectorIm(k), yRe, yIm);
            for (int j = 0; j < a.Rows; j++)
                (c.RowRe(j)[k], c.RowIm(j)[k]) = PlanarVector.ConjugateDot(basis.VectorRe(j), basis.VectorIm(j), yRe, yIm);
        }
    }

    /// <summary>x^H A x of a Hermitian A.</summary>
    public static double QuadraticForm(this PlanarMatrix a, ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm)
    {
        double sum = 0;
        for (int r = 0; r < a.Rows; r++)
        {
            (double re, double im) = PlanarVector.Dot(a.RowRe(r), a.RowIm(r), xRe, xIm);
            sum += xRe[r] * re + xIm[r] * im;
        }

        return sum;
    }

    public static double Trace(this PlanarMatrix a)
    {
        double sum = 0;
        for (int r = 0; r < a.Rows; r++) sum += a.Re[r * a.Stride + r];
        return sum;
    }

    public static double SquaredNorm(this PlanarMatrix a) => PlanarMatrix.Inner(a, a);

    /// <summary>A := (A + A^H) / 2, which removes the rounding that products leave in the skew part.</summary>
    public static void Symmetrise(this PlanarMatrix a)
    {
        for (int r = 0; r < a.Rows; r++)
        {
            a.Im[r * a.Stride + r] = 0;
            for (int c = 0; c < r; c++)
            {
                int lower = r * a.Stride + c, upper = c * a.Stride + r;
                double re = (a.Re[lower] + a.Re[upper]) / 2, im = (a.Im[lower] - a.Im[upper]) / 2;
                (a.Re[lower], a.Re[upper], a.Im[lower], a.Im[upper]) = (re, re, im, -im);
            }
        }
    }
}
