using System.Runtime.Intrinsics;

namespace IsacCluster.Search.Numerics;

/// <summary>Dense symmetric matrices as row-major arrays of n*n numbers.</summary>
internal static class SquareMatrix
{
    /// <summary>Eigenvalues, and orthonormal eigenvectors in the columns, by cyclic Jacobi rotations; A is overwritten.</summary>
    /// <remarks>Golub, Van Loan, Matrix Computations, section 8.5.</remarks>
    public static (double[] Values, double[] Vectors) Eigen(double[] a, int n)
    {
        double[] v = new double[n * n];
        for (int i = 0; i < n; i++) v[i * n + i] = 1;
        for (int sweep = 0; sweep < 60; sweep++)
        {
            double off = 0, all = 0;
            for (int i = 0; i < n * n; i++)
            {
                all += a[i] * a[i];
                if (i / n != i % n) off += a[i] * a[i];
            }

            if (off <= 1e-30 * all) break;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++) Rotate(a, v, n, p, q);
            }
        }

        double[] values = new double[n];
        for (int i = 0; i < n; i++) values[i] = a[i * n + i];
        return (values, v);
    }

    /// <summary>x'y, in four sums that are never fused, so that the bits are the same on every processor.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Vector256<double> sums = Vector256<double>.Zero;
        int i = 0;
        for (; i + 4 <= x.Length; i += 4) sums += Vector256.Create(x[i..]) * Vector256.Create(y[i..]);
        double a = sums[0];
        for (; i < x.Length; i++) a += x[i] * y[i];
        return (a + sums[1]) + (sums[2] + sums[3]);
    }

    private static void Rotate(double[] a, double[] v, int n, int p, int q)
    {
        double apq = a[p * n + q];
        if (apq == 0) return;
        double tau = (a[q * n + q] - a[p * n + p]) / (2 * apq);
        double t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau));
        double c = 1 / Math.Sqrt(1 + t * t), s = t * c;
        for (int k = 0; k < n; k++)
        {
            (double akp, double akq) = (a[k * n + p], a[k * n + q]);
            (a[k * n + p], a[k * n + q]) = (c * akp - s * akq, s * akp + c * akq);
        }

        for (int k = 0; k < n; k++)
        {
            (double apk, double aqk) = (a[p * n + k], a[q * n + k]);
            (a[p * n + k], a[q * n + k]) = (c * apk - s * aqk, s * apk + c * aqk);
            (double vkp, double vkq) = (v[k * n + p], v[k * n + q]);
            (v[k * n + p], v[k * n + q]) = (c * vkp - s * vkq, s * vkp + c * vkq);
        }
    }
}
