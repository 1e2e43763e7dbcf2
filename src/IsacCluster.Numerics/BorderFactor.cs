namespace IsacCluster.Numerics;

/// <summary>
/// Cholesky factor of the (L+1) x (L+1) Hessian of the scalar multipliers. A pivot that is lost to rounding is lifted to a
/// small multiple of its diagonal entry, which only shortens the step along that direction.
/// </summary>
public sealed class BorderFactor(int order)
{
    private const double RelativePivotFloor = 1e-12;

    /// <summary>Row-major; the lower triangle is read by <see cref="Factor"/> and overwritten by the factor.</summary>
    public double[] Entries { get; } = new double[order * order];

    public void Factor()
    {
        for (int j = 0; j < order; j++)
        {
            double diagonal = Entries[j * order + j], pivot = diagonal;
            for (int k = 0; k < j; k++) pivot -= Entries[j * order + k] * Entries[j * order + k];
            pivot = Math.Sqrt(Math.Max(pivot, RelativePivotFloor * Math.Max(diagonal, RelativePivotFloor)));
            Entries[j * order + j] = pivot;
            for (int i = j + 1; i < order; i++)
            {
                double sum = Entries[i * order + j];
                for (int k = 0; k < j; k++) sum -= Entries[i * order + k] * Entries[j * order + k];
                Entries[i * order + j] = sum / pivot;
            }
        }
    }

    /// <summary>Solves in place.</summary>
    public void Solve(Span<double> x)
    {
        for (int i = 0; i < order; i++)
        {
            for (int k = 0; k < i; k++) x[i] -= Entries[i * order + k] * x[k];
            x[i] /= Entries[i * order + i];
        }

        for (int i = order - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < order; k++) x[i] -= Entries[k * order + i] * x[k];
            x[i] /= Entries[i * order + i];
        }
    }
}
