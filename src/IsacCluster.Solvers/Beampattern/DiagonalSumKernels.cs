using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Beampattern;

/// <summary>
/// The operator r = A(R) of IsacCluster.Isac.Arrays.DiagonalSums and its adjoint on planar matrices, r of length 2M-1.
/// </summary>
internal static class DiagonalSumKernels
{
    /// <summary>r += A(R) of a Hermitian matrix; its lower triangle is read.</summary>
    public static void Add(PlanarMatrix matrix, double[] sums)
    {
        int n = matrix.Rows, stride = matrix.Stride;
        for (int i = 0; i < n; i++)
        {
            int row = i * stride;
            sums[0] += matrix.Re[row + i];
            for (int j = 0, d = i; j < i; j++, d--)
            {
                sums[2 * d - 1] += matrix.Re[row + j];
                sums[2 * d] += matrix.Im[row + j];
            }
        }
    }

    /// <summary>T(c) = sum_k c_k A_k, the Hermitian Toeplitz matrix with T_{ij} = (c_{2d-1} + i c_{2d}) / 2 for i - j = d > 0.</summary>
    public static void Toeplitz(double[] coefficients, PlanarMatrix matrix)
    {
        int n = matrix.Rows, stride = matrix.Stride;
        for (int i = 0; i < n; i++)
        {
            matrix.Re[i * stride + i] = coefficients[0];
            matrix.Im[i * stride + i] = 0;
            for (int j = 0, d = i; j < i; j++, d--)
            {
                double re = 0.5 * coefficients[2 * d - 1], im = 0.5 * coefficients[2 * d];
                (matrix.Re[i * stride + j], matrix.Im[i * stride + j]) = (re, im);
                (matrix.Re[j * stride + i], matrix.Im[j * stride + i]) = (re, -im);
            }
        }
    }
}
