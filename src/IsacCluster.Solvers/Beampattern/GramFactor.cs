using System.Runtime.CompilerServices;
using IsacCluster.Isac.Arrays;
using IsacCluster.Solvers.Kernels;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace IsacCluster.Solvers.Beampattern;

/// <summary>
/// F with G = F^T F, so that L(R) = ||F A(R)||^2: rank(G) rows from an eigendecomposition of G. On coarse grids G is singular
/// (N points give at most N rows). Below the F rows one more row, e_0, gives the trace. Immutable, made once per objective.
/// </summary>
internal sealed class GramFactor
{
    /// <summary>Eigenvalues below this part of the largest are rounding of zero; dropping them changes L by less than 1e-13 P0^2.</summary>
    private const double RankTolerance = 1e-15;

    private static readonly ConditionalWeakTable<BeampatternObjective, GramFactor> Cache = [];

    private GramFactor(BeampatternObjective objective)
    {
        Antennas = objective.Antennas;
        int size = DiagonalSums.Count(Antennas);
        Evd<double> evd = Matrix<double>.Build.DenseOfArray(objective.Gram).Evd(Symmetricity.Symmetric);
        double largest = evd.EigenValues[size - 1].Real;
        int first = 0;
        while (first < size && !(evd.EigenValues[first].Real > RankTolerance * largest)) first++;
        Rank = size - first;
        Stride = PlanarMatrix.Padded(size);
        Rows = new double[(Rank + 1) * Stride];
        for (int k = 0; k < Rank; k++)
        {
            double scale = Math.Sqrt(evd.EigenValues[first + k].Real);
            for (int j = 0; j < size; j++) Rows[k * Stride + j] = scale * evd.EigenVectors[j, first + k];
        }

        Rows[Rank * Stride] = 1;
    }

    public int Antennas { get; }

    /// <summary>Rows of F.</summary>
    public int Rank { get; }

    public int Stride { get; }

    /// <summary>[F; e_0^T], (Rank + 1) padded rows of length 2M-1.</summary>
    public double[] Rows { get; }

    /// <summary>The factor of an objective; thread-safe.</summary>
    public static GramFactor Of(BeampatternObjective objective) => Cache.GetValue(objective, static key => new GramFactor(key));

    /// <summary>result[0..Rank] += factor [F; e_0^T] r.</summary>
    public void Apply(double[] sums, double factor, double[] result)
    {
        for (int k = 0; k <= Rank; k++) result[k] += factor * PlanarKernels.Dot(Rows, k * Stride, sums, 0, Stride);
    }

    /// <summary>[F; e_0^T]^T y, padded.</summary>
    public void ApplyTransposed(double[] y, double[] coefficients)
    {
        Array.Clear(coefficients);
        for (int k = 0; k <= Rank; k++) PlanarKernels.AddReal(y[k], Rows, k * Stride, coefficients, 0, Stride);
    }
}
