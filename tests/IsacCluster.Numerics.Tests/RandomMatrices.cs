using System.Numerics;
using IsacCluster.Isac.Randomness;

namespace IsacCluster.Numerics.Tests;

/// <summary>Matrices to try kernels on, drawn from keyed streams.</summary>
internal static class RandomMatrices
{
    public static PlanarMatrix Gaussian(int rows, int columns, ulong seed)
    {
        var stream = new RandomStream(seed, StreamPurpose.Fading, 0);
        var matrix = new PlanarMatrix(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) matrix[i, j] = stream.NextComplexGaussian();
        }

        return matrix;
    }

    public static PlanarMatrix PositiveDefinite(int order, ulong seed)
    {
        ComplexMatrix gram = Gaussian(order, order + 2, seed).ToComplex().Gram();
        var matrix = new PlanarMatrix(order, order);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++) matrix[i, j] = gram[i, j];
        }

        return matrix;
    }

    public static ComplexMatrix Adjoint(ComplexMatrix matrix)
    {
        ComplexMatrix result = Transposed(matrix);
        for (int i = 0; i < result.Data.Length; i++) result.Data[i] = Complex.Conjugate(result.Data[i]);
        return result;
    }

    public static ComplexMatrix Transposed(ComplexMatrix matrix)
    {
        var result = new ComplexMatrix(matrix.Columns, matrix.Rows);
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++) result[j, i] = matrix[i, j];
        }

        return result;
    }

    public static ComplexMatrix Gaussian(int rows, int columns, ref RandomStream stream)
    {
        var matrix = new ComplexMatrix(rows, columns);
        for (int k = 0; k < matrix.Data.Length; k++) matrix.Data[k] = stream.NextComplexGaussian();
        return matrix;
    }
}
