namespace IsacCluster.Solvers.Projection;

/// <summary>Small dense linear systems, row-major with the right-hand side as last column; row pivoting.</summary>
internal static class GaussianElimination
{
    /// <summary>Solves; false when a pivot is exactly zero. The system is overwritten.</summary>
    public static bool Solve(Span<double> system, Span<double> solution)
    {
        int order = solution.Length, width = order + 1;
        for (int k = 0; k < order; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < order; i++)
            {
                if (Math.Abs(system[i * width + k]) > Math.Abs(system[pivot * width + k])) pivot = i;
            }

            if (system[pivot * width + k] == 0) return false;
            for (int j = 0; j < width; j++)
                (system[k * width + j], system[pivot * width + j]) = (system[pivot * width + j], system[k * width + j]);
            for (int i = k + 1; i < order; i++)
            {
                double factor = system[i * width + k] / system[k * width + k];
                for (int j = k; j < width; j++) system[i * width + j] -= factor * system[k * width + j];
            }
        }

        for (int i = order - 1; i >= 0; i--)
        {
            double sum = system[i * width + order];
            for (int j = i + 1; j < order; j++) sum -= system[i * width + j] * solution[j];
            solution[i] = sum / system[i * width + i];
        }

        return true;
    }
}
