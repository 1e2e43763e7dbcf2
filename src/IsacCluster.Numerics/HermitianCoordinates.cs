
namespace IsacCluster.Numerics;

/// <summary>
/// Orthonormal real coordinates of the Hermitian matrices whose lower right block (rows and columns from Rank on) is zero: H_ii and
/// sqrt(2) Re H_ij, sqrt(2) Im H_ij for i &lt; Rank, i &lt; j. Inner products are Re Tr(A^H B).
/// </summary>
public sealed class HermitianCoordinates(int order)
{
    private static readonly double Root = Math.Sqrt(2);

    /// <summary>Rows with free entries, 0..order.</summary>
    public int Rank { get; set; }

    /// <summary>Number of coordinates, order^2 - (order - Rank)^2.</summary>
    public int Count => Rank * (2 * order - Rank);

    /// <summary>Coordinates of the free part of a Hermitian matrix.</summary>
    public void Read(PlanarMatrix h, Span<double> coordinates)
    {
        int k = 0;
        for (int i = 0; i < Rank; i++)
        {
            int row = i * h.Stride;
            coordinates[k++] = h.Re[row + i];
            for (int j = i + 1; j < order; j++, k += 2) (coordinates[k], coordinates[k + 1]) = (Root * h.Re[row + j], Root * h.Im[row + j]);
        }
    }

    /// <summary>The matrix of given coordinates.</summary>
    public void Write(ReadOnlySpan<double> coordinates, PlanarMatrix h)
    {
        h.Clear();
        int k = 0;
        for (int i = 0; i < Rank; i++)
        {
            h.Re[i * h.Stride + i] = coordinates[k++];
            for (int j = i + 1; j < order; j++, k += 2)
            {
                (double re, double im) = (coordinates[k] / Root, coordinates[k + 1] / Root);
                (h.Re[i * h.Stride + j], h.Im[i * h.Stride + j]) = (re, im);
                (h.Re[j * h.Stride + i], h.Im[j * h.Stride + i]) = (re, -im);
            }
        }
    }
}
