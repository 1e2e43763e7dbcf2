namespace IsacCluster.Search.Numerics;

/// <summary>Dense symmetric matrices as row-major arrays of n*n numbers.</summary>
internal static class SquareMatrix
{
    /// <summary>Replaces the lower triangle of A by L with L L' = A; false where A is not positive definite.</summary>
    public static bool TryCholesky(double[] a, int n)
    {
        for (int j = 0; j < n; j++)
        {
            Span<double> rowJ = a.AsSpan(j * n, n);
            double diagonal = rowJ[j] - Dot(rowJ[..j], rowJ[..j]);
            if (!(diagonal > 0)) return false;
            rowJ[j] = Math.Sqrt(diagonal);
            double inverse = 1 / rowJ[j];
            for (int i = j + 1; i < n; i++)
            {
                Span<double> rowI = a.AsSpan(i * n, n);
                rowI[j] = (rowI[j] - Dot(rowI[..j], rowJ[..j])) * inverse;
            }
        }

        return true;
    }

    /// <summary>Solves L x = b in place.</summary>
    public static void SolveLower(double[] l, int n, Span<double> b)
    {
        for (int i = 0; i < n; i++) b[i] = (b[i] - Dot(l.AsSpan(i * n, i), b[..i])) / l[i * n + i];
    }

    /// <summary>Solves L' x = b in place.</summary>
    public static void SolveUpper(double[] l, int n, Span<double> b)
    {
        for (int i = n - 1; i >= 0; i--)
        {
            b[i] /= l[i * n + i];
            for (int j = 0; j < i; j++) b[j] -= l[i * n + j] * b[i];
        }
    }

    /// <summary>(L L')^-1, all of it.</summary>
    public static double[] Inverse(double[] l, int n)
    {
        double[] inverse = new double[n * n];
        for (int c = 0; c < n; c++)
        {
            Span<double> column = inverse.AsSpan(c * n, n);
            column[c] = 1;
            SolveLower(l, n, column);
            SolveUpper(l, n, column);
        }

        return inverse;
    }

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

    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        for (; i + 4 <= x.Length; i += 4)
        {
            a += x[i] * y[i];
            b += x[i + 1] * y[i + 1];
            c += x[i + 2] * y[i + 2];
            d += x[i + 3] * y[i + 3];
        }

        for (; i < x.Length; i++) a += x[i] * y[i];
        return (a + b) + (c + d);
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
