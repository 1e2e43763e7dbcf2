namespace IsacCluster.Networks.Export;

/// <summary>
/// Between covariances and the numbers on which L(R) depends: diagonal sums, and Hermitian Toeplitz matrices made of their slopes.
/// </summary>
internal sealed class ToeplitzGraph
{
    private readonly int _antennas;
    private readonly Tensor _places, _reversed;

    /// <param name="any">A tensor of the graph.</param>
    public ToeplitzGraph(Tensor any, int antennas)
    {
        _antennas = antennas;
        _places = Places(any);
        _reversed = any.Whole([.. Enumerable.Range(0, antennas).Select(m => (long)(antennas - 1 - m))]);
    }

    /// <summary>
    /// [Re rho_0, ..., Re rho_(M-1), Im rho_0, ...], (batch, 1, 2M), rho_d = sum_(i - k = d) R_ik, R = B B^H: with its columns reversed and
    /// M columns of zeros beside it, R in rows of 2M - 1 numbers has a diagonal in each column.
    /// </summary>
    /// <param name="b">Embedded.</param>
    public Tensor Sums(Tensor b)
    {
        int m = _antennas;
        Tensor parts = b.MatMul(b.Halves(1).First.Turned());
        Tensor reversed = parts.With("Gather", _reversed, ("axis", 2)).Reshape(0, 2, m, m);
        Tensor padded = reversed.With("Pad", reversed.Whole(0, 0, 0, 0, 0, 0, 0, m)).Reshape(0, 2, 2 * m * m);
        Tensor skewed = padded.Slice(2, 0, m * (2 * m - 1)).Reshape(0, 2, m, 2 * m - 1);
        return skewed.Sum(2).Slice(3, m - 1, 2 * m - 1).Reshape(0, 1, 2 * m);
    }

    /// <summary>The embedded matrix of slopes in the order of <see cref="Sums"/>, (batch, 1, 2M): the first is its diagonal.</summary>
    public Tensor Of(Tensor slopes) => slopes.Beside(2, -slopes).With("Gather", _places, ("axis", 2)).Squeeze(1);

    /// <summary>Where each entry of the embedded matrix, 2M x 2M, stands in [Re q, Im q, -Re q, -Im q].</summary>
    private Tensor Places(Tensor any)
    {
        int m = _antennas, width = 2 * m;
        var places = new long[width * width];
        for (int i = 0; i < m; i++)
        {
            for (int k = 0; k < m; k++)
            {
                int d = Math.Abs(i - k), im = m + d + (i < k ? width : 0), minus = m + d + (i < k ? 0 : width);
                (places[i * width + k], places[(m + i) * width + m + k]) = (d, d);
                (places[(m + i) * width + k], places[i * width + m + k]) = (im, minus);
            }
        }

        return new Tensor(any.Graph, any.Graph.Constant(places, width, width));
    }
}
