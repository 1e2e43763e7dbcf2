namespace IsacCluster.Solvers.Kernels;

/// <summary>Accumulates the diagonal sums of Hermitian parts of rank-one matrices: A((Y + Y^H) / 2) for Y = sum of c x z^H.</summary>
internal sealed class OuterProductSums(int antennas)
{
    private readonly double[] _re = new double[PlanarMatrix.Padded(2 * antennas - 1 + PlanarMatrix.Lanes)];
    private readonly double[] _im = new double[PlanarMatrix.Padded(2 * antennas - 1 + PlanarMatrix.Lanes)];

    public void Clear()
    {
        Array.Clear(_re);
        Array.Clear(_im);
    }

    /// <summary>Y += (re + i im) x z^H with x and z rows of planar matrices.</summary>
    public void Add(double re, double im, PlanarMatrix x, int xRow, PlanarMatrix z, int zRow)
    {
        int stride = x.Stride;
        for (int k = 0; k < antennas; k++)
        {
            // Entry (i, k) of Y lies on the diagonal i - k.
            double zr = z.Re[zRow * stride + k], zi = -z.Im[zRow * stride + k];
            PlanarKernels.AddScaled(
                re * zr - im * zi, re * zi + im * zr, x.Re, x.Im, xRow * stride, _re, _im, antennas - 1 - k, stride);
        }
    }

    /// <summary>The 2M-1 sums: rho_d of the Hermitian part is (Y_d + conj(Y_-d)) / 2.</summary>
    public void CopyTo(double[] sums)
    {
        int centre = antennas - 1;
        sums[0] = _re[centre];
        for (int d = 1; d < antennas; d++)
        {
            sums[2 * d - 1] = 0.5 * (_re[centre + d] + _re[centre - d]);
            sums[2 * d] = 0.5 * (_im[centre + d] - _im[centre - d]);
        }
    }
}
