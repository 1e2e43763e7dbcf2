using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Coupled;

/// <summary>
/// The Schur complement Op(X Op^*(.) Z^-1) + Q. Entries of the covariance come from the products with the real steering vectors f_n and
/// with U: Tr(f f^T X g g^T Z^-1) = (f^T X g) conj(f^T Z^-1 g), Tr(f f^T X U E U^H Z^-1) = (U^H X f)^H E (U^H Z^-1 f). Small rows come
/// first and the pattern rows last, as in the blockwise form.
/// </summary>
internal sealed partial class CoupledMethod
{
    private readonly double[] _kernel, _half, _image, _linkFeatures, _linkImages, _channelForms;
    private readonly PlanarMatrix _xFrequencies, _zFrequencies, _xKernel, _zKernel, _xLink, _zLink, _xChannels, _zChannels;

    protected override void AddSchur()
    {
        AddPatternPart();
        if (_users > 0)
        {
            AddLinkPart();
            for (int k = 0; k < _shares.Length; k++) AddShare(k);
        }

        for (int l = 0; l < _users; l++) _schur[l * (_system.Stride + 1)] += _slack[l] / _lambda[l];
    }

    private void AddPatternPart()
    {
        Congruence(_covariance.X, _xFrequencies, _xKernel);
        Congruence(_covariance.ZInverse, _zFrequencies, _zKernel);
        Array.Clear(_kernel);
        MatrixProducts.AddEntrywise(_xKernel, _zKernel, _kernel);
        int stride = _basis.Stride, rows = 1 + _shape.Rank, width = PlanarMatrix.Padded(rows);
        for (int i = 1; i < _frequencies; i++)
        {
            for (int j = 0; j < i; j++) _kernel[i * stride + j] = _kernel[j * stride + i];
        }

        RealProducts.Multiply(_program.Factor.PatternRows, stride, _kernel, stride, _half, rows, _frequencies, upper: false);
        RealProducts.Multiply(_half, stride, _program.Factor.PatternColumns, width, _image, rows, _frequencies, upper: true);
        for (int k = 0; k < rows; k++) Array.Copy(_image, k * width + k, _schur, (_small + k) * (_system.Stride + 1), rows - k);
    }

    /// <summary>F^T A F, upper part, and A F.</summary>
    private void Congruence(PlanarMatrix a, PlanarMatrix half, PlanarMatrix result)
    {
        int antennas = _shape.Antennas, stride = _basis.Stride;
        RealProducts.Multiply(a.Re, a.Stride, _basis.Columns, stride, half.Re, antennas, antennas, upper: false);
        RealProducts.Multiply(a.Im, a.Stride, _basis.Columns, stride, half.Im, antennas, antennas, upper: false);
        RealProducts.Multiply(_basis.Rows, _basis.TransposedStride, half.Re, stride, result.Re, _frequencies, antennas, upper: true);
        RealProducts.Multiply(_basis.Rows, _basis.TransposedStride, half.Im, stride, result.Im, _frequencies, antennas, upper: true);
    }

    private void AddLinkPart()
    {
        MatrixProducts.Multiply(_linkAdjoint, _xFrequencies, _xLink);
        MatrixProducts.Multiply(_linkAdjoint, _zFrequencies, _zLink);
        Array.Clear(_linkFeatures);
        HermitianLink.AddForms(_xLink, _zLink, 1, _linkFeatures, 0, _basis.Stride, _frequencies);
        int links = HermitianLink.Count(_users), rows = 1 + _shape.Rank, width = PlanarMatrix.Padded(rows);
        RealProducts.Multiply(
            _linkFeatures, _basis.Stride, _program.Factor.PatternColumns, width, _linkImages, links, _frequencies, upper: false);
        for (int i = 0; i < links; i++) Array.Copy(_linkImages, i * width, _schur, (_link + i) * _system.Stride + _small, rows);
        Receive(_covariance.X, _received);
        Receive(_covariance.ZInverse, _receivedDual);
        HermitianLink.AddProducts(_received, _receivedDual, _schur, _system.Stride, _link);
    }

    private void AddShare(int k)
    {
        PlanarMatrix x = _shares[k].X, z = _shares[k].ZInverse;
        int stride = _system.Stride, links = HermitianLink.Count(_users), width = PlanarMatrix.Padded(_users);
        HermitianLink.AddProducts(x, z, _schur, stride, _link);
        MatrixProducts.Multiply(x, _channelColumns, _xChannels);
        MatrixProducts.Multiply(z, _channelColumns, _zChannels);
        Array.Clear(_channelForms);
        HermitianLink.AddForms(_xChannels, _zChannels, 1, _channelForms, 0, width, _users);
        PlanarMatrix g = _program.Channels!;
        for (int l = 0; l < _users; l++)
        {
            double outer = Coefficient(l, k);
            for (int i = 0; i < links; i++) _schur[l * stride + _link + i] -= outer * _channelForms[i * width + l];
            for (int m = l; m < _users; m++)
            {
                // (g_l^H X g_m) conj(g_l^H Z^-1 g_m).
                double xr = 0, xi = 0, zr = 0, zi = 0;
                for (int a = 0; a < _users; a++)
                {
                    int row = l * g.Stride + a, column = a * _xChannels.Stride + m;
                    xr += g.Re[row] * _xChannels.Re[column] + g.Im[row] * _xChannels.Im[column];
                    xi += g.Re[row] * _xChannels.Im[column] - g.Im[row] * _xChannels.Re[column];
                    zr += g.Re[row] * _zChannels.Re[column] + g.Im[row] * _zChannels.Im[column];
                    zi += g.Re[row] * _zChannels.Im[column] - g.Im[row] * _zChannels.Re[column];
                }

                _schur[l * stride + m] += outer * Coefficient(m, k) * (xr * zr + xi * zi);
            }
        }
    }
}
