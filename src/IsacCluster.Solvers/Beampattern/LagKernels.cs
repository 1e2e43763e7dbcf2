using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Beampattern;

/// <summary>The operator r = A(R) of <see cref="PatternLags"/> and its adjoint on planar matrices.</summary>
internal static class LagKernels
{
    /// <summary>r += A(R) of a Hermitian matrix; its lower triangle is read.</summary>
    public static void Add(PatternLags lags, PlanarMatrix matrix, double[] sums)
    {
        int n = matrix.Rows, stride = matrix.Stride;
        for (int i = 0; i < n; i++)
        {
            int row = i * stride;
            sums[0] += matrix.Re[row + i];
            if (lags.IsToeplitz)
            {
                for (int j = 0, d = i; j < i; j++, d--)
                {
                    sums[2 * d - 1] += matrix.Re[row + j];
                    sums[2 * d] += matrix.Im[row + j];
                }

                continue;
            }

            for (int j = 0; j < i; j++)
            {
                int lag = lags.LagOf(i, j), d = Math.Abs(lag);
                sums[2 * d - 1] += matrix.Re[row + j];
                sums[2 * d] += lag > 0 ? matrix.Im[row + j] : -matrix.Im[row + j];
            }
        }
    }

    /// <summary>
    /// T(c) = sum_k c_k A_k, the Hermitian matrix with T_ij = (c_(2d-1) + i c_2d) / 2 at the entries of the difference d: Toeplitz for a
    /// linear array, two-level Toeplitz for a planar one.
    /// </summary>
    public static void Adjoint(PatternLags lags, double[] coefficients, PlanarMatrix matrix)
    {
        int n = matrix.Rows, stride = matrix.Stride;
        for (int i = 0; i < n; i++)
        {
            matrix.Re[i * stride + i] = coefficients[0];
            matrix.Im[i * stride + i] = 0;
            for (int j = 0; j < i; j++)
            {
                int lag = lags.IsToeplitz ? i - j : lags.LagOf(i, j), d = Math.Abs(lag);
                double re = 0.5 * coefficients[2 * d - 1], im = 0.5 * (lag > 0 ? coefficients[2 * d] : -coefficients[2 * d]);
                (matrix.Re[i * stride + j], matrix.Im[i * stride + j]) = (re, im);
                (matrix.Re[j * stride + i], matrix.Im[j * stride + i]) = (re, -im);
            }
        }
    }
}
