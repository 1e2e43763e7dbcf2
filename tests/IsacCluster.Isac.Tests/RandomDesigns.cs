using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Tests;

/// <summary>Arbitrary matrices and designs for tests of identities that hold for all of them.</summary>
internal static class RandomDesigns
{
    public static ComplexMatrix Matrix(int rows, int columns, ulong sample)
    {
        var stream = new RandomStream(99, StreamPurpose.Fading, sample);
        var matrix = new ComplexMatrix(rows, columns);
        for (int i = 0; i < matrix.Data.Length; i++) matrix.Data[i] = stream.NextComplexGaussian();
        return matrix;
    }

    public static Design Design(int antennas, int users, ulong sample) =>
        new(Matrix(antennas, users, 2 * sample), Matrix(antennas, antennas, 2 * sample + 1));

    /// <summary>The unitary discrete Fourier transform.</summary>
    public static ComplexMatrix Unitary(int size)
    {
        var matrix = new ComplexMatrix(size, size);
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < size; k++)
                matrix[i, k] = Complex.FromPolarCoordinates(1 / Math.Sqrt(size), -2 * Math.PI * i * k / size);
        }

        return matrix;
    }

    public static ComplexMatrix Scaled(ComplexMatrix matrix, Complex factor) =>
        new(matrix.Rows, matrix.Columns, [.. matrix.Data.Select(entry => factor * entry)]);
}
