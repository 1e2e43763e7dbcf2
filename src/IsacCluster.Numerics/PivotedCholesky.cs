using System.Numerics;

namespace IsacCluster.Numerics;

/// <summary>Factors of positive semidefinite matrices, of any rank.</summary>
public static class PivotedCholesky
{
    /// <summary>
    /// S (M x M) with S S^H = A, by Cholesky with diagonal pivoting, which stops where the remaining diagonal is rounding: the
    /// columns beyond the numerical rank are zero. A must be positive semidefinite up to rounding.
    /// </summary>
    public static ComplexMatrix Of(ComplexMatrix matrix) => Of(matrix, LargestDiagonal(matrix));

    /// <summary>max_i A_ii, the usual scale.</summary>
    public static double LargestDiagonal(ComplexMatrix matrix)
    {
        double largest = 0;
        for (int i = 0; i < matrix.Rows; i++) largest = Math.Max(largest, matrix[i, i].Real);
        return largest;
    }

    /// <summary>As above where A is a difference of larger numbers.</summary>
    /// <param name="scale">The size of the numbers from whose difference the matrix arose; 1e-16 of it is rounding.</param>
    public static ComplexMatrix Of(ComplexMatrix matrix, double scale)
    {
        int n = matrix.Rows;
        ComplexMatrix rest = matrix.Clone();
        var factor = new ComplexMatrix(n, n);
        for (int k = 0; k < n; k++)
        {
            int pivot = 0;
            for (int i = 1; i < n; i++)
            {
                if (rest[i, i].Real > rest[pivot, pivot].Real) pivot = i;
            }

            double value = rest[pivot, pivot].Real;
            if (!(value > 1e-16 * scale)) break;
            double root = Math.Sqrt(value);
            for (int i = 0; i < n; i++) factor[i, k] = rest[i, pivot] / root;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) rest[i, j] -= factor[i, k] * Complex.Conjugate(factor[j, k]);
            }

            for (int i = 0; i < n; i++) (rest[i, pivot], rest[pivot, i]) = (Complex.Zero, Complex.Zero);
        }

        return factor;
    }
}
