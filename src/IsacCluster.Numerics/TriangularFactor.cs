using System.Numerics;

namespace IsacCluster.Numerics;

/// <summary>
/// The lower triangular S (M x M) with S S^H = A A^H for any number of columns A: Householder reflections from the right. Unlike a
/// factor of the matrix A A^H it keeps h^H A A^H h accurate relative to its square root.
/// </summary>
public static class TriangularFactor
{
    /// <param name="antennas">M, the number of rows.</param>
    /// <param name="factorRe">Real parts of the columns, each of the padded length.</param>
    /// <param name="factorIm">Imaginary parts.</param>
    /// <param name="amplitude">A factor of the result.</param>
    public static ComplexMatrix Of(int antennas, IReadOnlyList<double[]> factorRe, IReadOnlyList<double[]> factorIm, double amplitude)
    {
        int columns = Math.Max(factorRe.Count, antennas), stride = PlanarVector.Stride(columns);
        double[] aRe = new double[antennas * stride], aIm = new double[antennas * stride];
        double[] vRe = new double[stride], vIm = new double[stride];
        for (int k = 0; k < factorRe.Count; k++)
        {
            for (int m = 0; m < antennas; m++) (aRe[m * stride + k], aIm[m * stride + k]) = (factorRe[k][m], factorIm[k][m]);
        }

        var s = new ComplexMatrix(antennas, antennas);
        for (int r = 0; r < antennas; r++)
        {
            Array.Clear(vRe);
            Array.Clear(vIm);
            for (int k = r; k < columns; k++) (vRe[k], vIm[k]) = (aRe[r * stride + k], -aIm[r * stride + k]);
            double norm = Math.Sqrt(PlanarVector.RealDot(vRe, vRe) + PlanarVector.RealDot(vIm, vIm));
            double pivot = Math.Sqrt(vRe[r] * vRe[r] + vIm[r] * vIm[r]);
            (double unitRe, double unitIm) = pivot > 0 ? (vRe[r] / pivot, vIm[r] / pivot) : (1, 0);
            vRe[r] += unitRe * norm;
            vIm[r] += unitIm * norm;
            for (int i = r; i < antennas && norm > 0; i++)
            {
                Span<double> rowRe = aRe.AsSpan(i * stride, stride), rowIm = aIm.AsSpan(i * stride, stride);
                (double re, double im) = PlanarVector.Dot(rowRe, rowIm, vRe, vIm);
                double tau = 1 / (norm * (norm + pivot));
                PlanarVector.AxpyConjugate(-tau * re, -tau * im, vRe, vIm, rowRe, rowIm);
            }

            for (int j = 0; j <= r; j++) s[r, j] = new Complex(amplitude * aRe[r * stride + j], amplitude * aIm[r * stride + j]);
        }

        return s;
    }
}
