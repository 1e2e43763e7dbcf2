namespace IsacCluster.Numerics;

/// <summary>
/// Cholesky factorisation A = U^T U of a real symmetric positive definite n x n matrix, row-major with padded rows, and its
/// solves. The upper triangle is read. Buffers are owned and reused.
/// </summary>
public sealed class RealCholesky(int order)
{
    private readonly double[] _factor = new double[order * PlanarMatrix.Padded(order)];

    public int Order { get; } = order;

    public int Stride { get; } = PlanarMatrix.Padded(order);

    /// <summary>
    /// False if the matrix is not numerically positive definite. A pivot that cancellation left below 1e-15 of its
    /// diagonal entry is replaced by that value: it belongs to a direction that the data do not determine.
    /// </summary>
    public bool Factor(double[] matrix)
    {
        Array.Copy(matrix, _factor, _factor.Length);
        double[] u = _factor;
        for (int k = 0; k < Order; k++)
        {
            int row = k * Stride;
            double diagonal = matrix[row + k], pivot = u[row + k];
            if (!(diagonal > 0) || !double.IsFinite(pivot) || pivot < -1e-8 * diagonal) return false;
            pivot = Math.Max(pivot, 1e-15 * diagonal);
            double scale = 1 / Math.Sqrt(pivot);
            u[row + k] = pivot;
            for (int j = k; j < Order; j++) u[row + j] *= scale;
            for (int i = k + 1; i < Order; i++)
            {
                int start = i / PlanarMatrix.Lanes * PlanarMatrix.Lanes;
                PlanarKernels.AddReal(-u[row + i], u, row + start, u, i * Stride + start, Stride - start);
            }
        }

        return true;
    }

    /// <summary>Replaces b by A^-1 b; b has the padded length and zeros beyond the order.</summary>
    public void Solve(double[] b)
    {
        double[] u = _factor;
        for (int k = 0; k < Order; k++)
        {
            int row = k * Stride, aligned = Math.Min(Order, PlanarMatrix.Padded(k + 1));
            double value = b[k] / u[row + k];
            b[k] = value;
            for (int j = k + 1; j < aligned; j++) b[j] -= value * u[row + j];
            if (aligned < Order) PlanarKernels.AddReal(-value, u, row + aligned, b, aligned, Stride - aligned);
        }

        for (int k = Order - 1; k >= 0; k--)
        {
            int row = k * Stride, aligned = Math.Min(Order, PlanarMatrix.Padded(k + 1));
            double value = b[k];
            if (aligned < Order) value -= PlanarKernels.Dot(u, row + aligned, b, aligned, Stride - aligned);
            for (int j = k + 1; j < aligned; j++) value -= u[row + j] * b[j];
            b[k] = value / u[row + k];
        }
    }
}
