namespace IsacCluster.Solvers.Kernels;

/// <summary>
/// The Toeplitz part of the Schur complement. With the shift matrices (J_d)_{ik} = [i - k = d], the real basis of the diagonal sums
/// is B_0 = I, B_d = (J_d + J_-d) / 2, D_d = i (J_d - J_-d) / 2 (so that Tr(B_d R) = Re rho_d, Tr(D_d R) = Im rho_d), and
/// <code>
///   Tr(J_d X J_e W) = sum_{p,q} X_{pq} conj(W_{p+d, q-e})
/// </code>
/// is a two-dimensional correlation of X and W (Alkire and Vandenberghe 2002): O(M^4) multiplications with unit stride and no
/// M^2-sized operator. Since conj Tr(J_d X J_e W) = Tr(J_-e X J_-d W), one quadrant of shifts follows from another and is not computed.
/// </summary>
internal sealed class ToeplitzCorrelation
{
    private readonly int _antennas, _width;
    private readonly double[] _re, _im;

    public ToeplitzCorrelation(int antennas)
    {
        _antennas = antennas;
        _width = PlanarMatrix.Padded(2 * antennas - 1 + PlanarMatrix.Lanes);
        (_re, _im) = (new double[(2 * antennas - 1) * _width], new double[(2 * antennas - 1) * _width]);
    }

    public void Clear()
    {
        Array.Clear(_re);
        Array.Clear(_im);
    }

    /// <summary>Adds the correlation of two Hermitian matrices.</summary>
    public void Add(PlanarMatrix x, PlanarMatrix w)
    {
        int m = _antennas, stride = x.Stride;
        for (int p = 0; p < m; p++)
        {
            for (int shifted = 0; shifted < m; shifted++)
            {
                int line = (shifted - p + m - 1) * _width;
                for (int q = 0; q < m; q++)
                {
                    int count = shifted >= p ? stride : PlanarMatrix.Padded(q + 1);
                    PlanarKernels.AddScaledConjugate(
                        x.Re[p * stride + q], x.Im[p * stride + q], w.Re, w.Im, shifted * stride, _re, _im, line + m - 1 - q, count);
                }
            }
        }
    }

    /// <summary>K_ij = Re Tr(A_i X A_j W) over the basis A = [B_0, B_1, D_1, B_2, D_2, ...]; (2M-1) x (2M-1), padded rows, symmetric.</summary>
    public void Assemble(double[] matrix, int stride)
    {
        for (int d = 0; d < _antennas; d++)
        {
            for (int e = d; e < _antennas; e++)
            {
                (double aRe, double aIm) = At(d, -e);
                (double bRe, double bIm) = At(d, e);
                (double cRe, double cIm) = At(-d, -e);
                (double fRe, double fIm) = At(e, -d);
                fIm = -fIm;
                int rowB = Math.Max(0, 2 * d - 1), columnB = Math.Max(0, 2 * e - 1), rowD = 2 * d, columnD = 2 * e;
                Set(matrix, stride, rowB, columnB, 0.25 * (aRe + bRe + cRe + fRe));
                if (e > 0) Set(matrix, stride, rowB, columnD, -0.25 * (aIm - bIm + cIm - fIm));
                if (d > 0) Set(matrix, stride, rowD, columnB, -0.25 * (aIm + bIm - cIm - fIm));
                if (d > 0) Set(matrix, stride, rowD, columnD, -0.25 * (aRe - bRe - cRe + fRe));
            }
        }
    }

    private (double Re, double Im) At(int d, int f)
    {
        int index = (d + _antennas - 1) * _width + f + _antennas - 1;
        return (_re[index], _im[index]);
    }

    private static void Set(double[] matrix, int stride, int row, int column, double value)
    {
        matrix[row * stride + column] = value;
        matrix[column * stride + row] = value;
    }
}
