namespace IsacCluster.Training.Tensors;

/// <summary>
/// The Cholesky factor L of a positive semidefinite matrix G = L L^T; columns of pivots that vanish to rounding are zero.
/// </summary>
internal static class SemidefiniteFactor
{
    private const double PivotTolerance = 1e-13;

    /// <summary>Row-major, size x size, lower triangular.</summary>
    public static float[] Of(int size, Func<int, int, double> entry)
    {
        var factor = new double[size, size];
        double largest = 0;
        for (int j = 0; j < size; j++) largest = Math.Max(largest, entry(j, j));
        for (int j = 0; j < size; j++)
        {
            double pivot = entry(j, j);
            for (int k = 0; k < j; k++) pivot -= factor[j, k] * factor[j, k];
            if (pivot <= PivotTolerance * largest) continue;
            factor[j, j] = Math.Sqrt(pivot);
            for (int i = j + 1; i < size; i++)
            {
                double sum = entry(i, j);
                for (int k = 0; k < j; k++) sum -= factor[i, k] * factor[j, k];
                factor[i, j] = sum / factor[j, j];
            }
        }

        var result = new float[size * size];
        for (int i = 0; i < result.Length; i++) result[i] = (float)factor[i / size, i % size];
        return result;
    }
}
