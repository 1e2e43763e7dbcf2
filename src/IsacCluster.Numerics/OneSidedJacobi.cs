namespace IsacCluster.Numerics;

/// <summary>
/// Hestenes' one-sided Jacobi iteration: plane rotations of the rows of A until they are orthogonal, Q^H A with Q unitary. Small rows
/// keep their relative accuracy however large the others are, which an eigendecomposition of A A^H would lose (Demmel and
/// Veselic, SIAM J. Matrix Anal. Appl. 13 (1992) 1204).
/// </summary>
public static class OneSidedJacobi
{
    private const int MaxSweeps = 40;
    private const double OrthogonalCosine = 4e-15;

    /// <summary>Replaces <paramref name="rows"/> by Q^H A and <paramref name="rotation"/> by Q^H times itself.</summary>
    /// <returns>False when the rows are not finite or do not settle.</returns>
    public static bool Orthogonalise(PlanarMatrix rows, PlanarMatrix rotation)
    {
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            bool rotated = false;
            for (int p = 0; p < rows.Rows - 1; p++)
            {
                for (int q = p + 1; q < rows.Rows; q++)
                {
                    if (!TryRotate(rows, rotation, p, q, out bool moved)) return false;
                    rotated |= moved;
                }
            }

            if (!rotated) return true;
        }

        return false;
    }

    /// <summary>Makes rows p and q orthogonal; <paramref name="moved"/> unless they were. False when a number is not finite.</summary>
    private static bool TryRotate(PlanarMatrix rows, PlanarMatrix rotation, int p, int q, out bool moved)
    {
        moved = false;
        double alpha = SquaredNorm(rows, p), beta = SquaredNorm(rows, q);
        (double re, double im) = PlanarVector.ConjugateDot(Re(rows, q), Im(rows, q), Re(rows, p), Im(rows, p));
        double gamma = Math.Sqrt(re * re + im * im);
        if (!double.IsFinite(alpha + beta + gamma)) return false;
        if (gamma <= OrthogonalCosine * Math.Sqrt(alpha * beta)) return true;
        double zeta = (beta - alpha) / (2 * gamma);
        double tangent = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
        double cosine = 1 / Math.Sqrt(1 + tangent * tangent), sine = cosine * tangent;
        Rotate(rows, p, q, cosine, sine, re / gamma, im / gamma);
        Rotate(rotation, p, q, cosine, sine, re / gamma, im / gamma);
        return moved = true;
    }

    /// <summary>(x_p, x_q) := (c x_p - s u x_q, s x_p + c u x_q) with the phase u.</summary>
    private static void Rotate(PlanarMatrix a, int p, int q, double cosine, double sine, double phaseRe, double phaseIm)
    {
        Span<double> re = Re(a, q), im = Im(a, q);
        for (int j = 0; j < re.Length; j++)
            (re[j], im[j]) = (phaseRe * re[j] - phaseIm * im[j], phaseRe * im[j] + phaseIm * re[j]);
        PlanarVector.Rotate(cosine, sine, Re(a, p), re);
        PlanarVector.Rotate(cosine, sine, Im(a, p), im);
    }

    private static double SquaredNorm(PlanarMatrix a, int row) =>
        PlanarVector.RealDot(Re(a, row), Re(a, row)) + PlanarVector.RealDot(Im(a, row), Im(a, row));

    private static Span<double> Re(PlanarMatrix a, int row) => a.Re.AsSpan(row * a.Stride, a.Stride);

    private static Span<double> Im(PlanarMatrix a, int row) => a.Im.AsSpan(row * a.Stride, a.Stride);
}
