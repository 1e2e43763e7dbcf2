namespace IsacCluster.Numerics;

/// <summary>
/// The upper triangle U of A = Q U by Householder reflections, for a real matrix with at least as many rows as columns: ||A x|| = ||U x||.
/// Unlike a factor of A^T A it keeps singular values down to 1e-16 of the largest.
/// </summary>
public static class HouseholderTriangle
{
    /// <param name="columns">The columns of A, of equal length; overwritten.</param>
    /// <param name="rows">Rows of A.</param>
    /// <returns>U by rows, each of the number of columns.</returns>
    public static double[][] Of(double[][] columns, int rows)
    {
        int count = columns.Length, padded = PlanarMatrix.Padded(rows);
        for (int k = 0; k < count; k++) Array.Resize(ref columns[k], padded);
        var reflection = new double[padded];
        for (int k = 0; k < count; k++)
        {
            double[] pivot = columns[k];
            int start = k / PlanarMatrix.Lanes * PlanarMatrix.Lanes, length = padded - start;
            Array.Copy(pivot, reflection, padded);
            Array.Clear(reflection, 0, k);
            double norm = Math.Sqrt(PlanarKernels.Dot(reflection, start, reflection, start, length));
            if (norm == 0) continue;
            // v = x + sign(x_k) ||x|| e_k; H = I - v v^T / (||x|| |v_k|).
            double head = reflection[k] >= 0 ? norm : -norm;
            reflection[k] += head;
            double scale = 1 / (norm * Math.Abs(reflection[k]));
            pivot[k] = -head;
            for (int j = k + 1; j < count; j++)
            {
                double inner = PlanarKernels.Dot(reflection, start, columns[j], start, length);
                PlanarKernels.AddReal(-inner * scale, reflection, start, columns[j], start, length);
            }
        }

        var triangle = new double[count][];
        for (int i = 0; i < count; i++)
        {
            triangle[i] = new double[count];
            for (int j = i; j < count; j++) triangle[i][j] = columns[j][i];
        }

        return triangle;
    }
}
