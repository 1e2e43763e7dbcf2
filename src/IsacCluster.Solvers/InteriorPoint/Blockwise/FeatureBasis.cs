using System.Numerics;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;

namespace IsacCluster.Solvers.InteriorPoint.Blockwise;

/// <summary>
/// The vectors phi_a = V^H [f_0, f_1, .., g_1 .. g_k] through whose products phi_a^H X phi_b a block X enters the Schur complement
/// (f_n: frequencies of <see cref="GramFactor"/>, g_i: vectors of the channel rows).
/// </summary>
internal sealed class FeatureBasis(int order, int frequencies, int rows)
{
    private readonly int _frequencies = frequencies;

    /// <summary>n x (frequencies + k), column a is phi_a.</summary>
    public PlanarMatrix Columns { get; } = new(order, frequencies + rows);

    /// <summary>(frequencies + k) x n, row a is phi_a^H.</summary>
    public PlanarMatrix Adjoint { get; } = new(frequencies + rows, order);

    /// <summary>k x n, row i is V^H g_i.</summary>
    public PlanarMatrix Vectors { get; } = new(rows, order);

    public void Set(GramFactor factor, PlanarMatrix rowVectors, PlanarMatrix? lift, PlanarMatrix? liftAdjoint)
    {
        PlanarMatrix frequencies = factor.Frequencies;
        if (lift is not null)
        {
            frequencies = new PlanarMatrix(order, _frequencies);
            MatrixProducts.Multiply(liftAdjoint!, factor.Frequencies, frequencies);
        }

        for (int m = 0; m < order; m++)
        {
            Array.Copy(frequencies.Re, m * frequencies.Stride, Columns.Re, m * Columns.Stride, _frequencies);
            Array.Copy(frequencies.Im, m * frequencies.Stride, Columns.Im, m * Columns.Stride, _frequencies);
        }

        for (int i = 0; i < rowVectors.Rows; i++)
        {
            for (int m = 0; m < order; m++)
            {
                Complex entry = lift is null ? rowVectors[i, m] : Product(liftAdjoint!, m, rowVectors, i);
                Vectors[i, m] = entry;
                Columns[m, _frequencies + i] = entry;
            }
        }

        HermitianKernels.Adjoint(Columns, Adjoint);
    }

    private static Complex Product(PlanarMatrix matrix, int row, PlanarMatrix vectors, int vector)
    {
        Complex sum = Complex.Zero;
        for (int m = 0; m < matrix.Columns; m++) sum += matrix[row, m] * vectors[vector, m];
        return sum;
    }
}
