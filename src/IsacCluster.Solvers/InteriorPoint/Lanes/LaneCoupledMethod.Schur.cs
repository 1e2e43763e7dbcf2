using System.Runtime.Intrinsics;
using IsacCluster.Numerics;
using IsacCluster.Numerics.Lanes;
using IsacCluster.Solvers.InteriorPoint.Coupled;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>The Schur complement Op(X Op^*(.) Z^-1) + Q, lower triangle, as in <see cref="CoupledMethod"/>.</summary>
internal sealed partial class LaneCoupledMethod
{
    private readonly LaneArray _kernel, _image, _features, _channelForms;
    private readonly LaneMatrix _even, _odd, _xLink, _zLink, _xChannels, _zChannels;

    private void SetSchur()
    {
        LaneArray matrix = _system.Matrix;
        matrix.Vectors[..(_small * _count)].Clear();
        _steering.Prepare(_covariance.X, _covariance.ZInverse);
        AddPattern(matrix);
        AddLink(matrix);
        _antennas?.AddSchur(_covariance.X, _covariance.ZInverse, _adjoint, _patternRows, matrix);
        _crossing?.AddSchur(_covariance.X, _covariance.ZInverse, _patternRows, matrix);
        for (int k = 0; k < _shares.Length; k++) AddShare(k, matrix);
        for (int l = 0; l < _users; l++) matrix[l * (_count + 1)] += _slack[l] / _lambda[l];
        for (int i = _firstPattern; i < _count; i++) matrix[i * (_count + 1)] += Vector256<double>.One;
    }

    private void AddPattern(LaneArray matrix)
    {
        int rows = _patternCount;
        _steering.Kernel(_kernel);
        LaneRealProducts.RowsByRows(
            ref _patternRows.First, rows, ref _kernel.First, _frequencies, _frequencies, ref _image.First, _frequencies, lower: false);
        LaneRealProducts.RowsByRows(
            ref _image.First, rows, ref _patternRows.First, rows, _frequencies, ref matrix[_patternAt * (_count + 1)], _count, lower: true);
    }

    private void AddLink(LaneArray matrix)
    {
        LaneProducts.Multiply(_adjoint, _covariance.X, _half);
        LaneProducts.Multiply(_half, _columns, _received);
        _steering.Apply(_half, _even, _odd, _xLink);
        LaneProducts.Multiply(_adjoint, _covariance.ZInverse, _half);
        LaneProducts.Multiply(_half, _columns, _receivedDual);
        _steering.Apply(_half, _even, _odd, _zLink);
        LaneLink.Forms(_xLink, _zLink, _features);
        LaneRealProducts.RowsByRows(
            ref _patternRows.First, _patternCount, ref _features.First, HermitianLink.Count(_users), _frequencies,
            ref matrix[_patternAt * _count + _link], _count, lower: false);
        if (_link > 0) ClearTargets(matrix);
        LaneLink.AddProducts(_received, _receivedDual, ref matrix[_link * (_count + 1)], _count);
    }

    /// <summary>The pattern does not see the SINR rows.</summary>
    private void ClearTargets(LaneArray matrix)
    {
        for (int i = _small; i < _count; i++) matrix.Vectors.Slice(i * _count, _link).Clear();
    }

    private void AddShare(int k, LaneArray matrix)
    {
        LaneMatrix x = _shares[k].X, z = _shares[k].ZInverse;
        int links = HermitianLink.Count(_users);
        LaneLink.AddProducts(x, z, ref matrix[_link * (_count + 1)], _count);
        LaneProducts.Multiply(x, _channelColumns, _xChannels);
        LaneProducts.Multiply(z, _channelColumns, _zChannels);
        LaneLink.Forms(_xChannels, _zChannels, _channelForms);
        for (int l = 0; l < _users; l++)
        {
            Vector256<double> outer = Coefficient(l, k);
            for (int i = 0; i < links; i++)
                matrix[(_link + i) * _count + l] = Subtract(outer, _channelForms[i * _users + l], matrix[(_link + i) * _count + l]);
            for (int m = l; m < _users; m++)
            {
                // (g_l^H X g_m) conj(g_l^H Z^-1 g_m).
                var (xr, xi) = Seen(l, _xChannels, m);
                var (zr, zi) = Seen(l, _zChannels, m);
                matrix[m * _count + l] = Add(outer * Coefficient(m, k), Add(xi, zi, xr * zr), matrix[m * _count + l]);
            }
        }
    }

    private (Vector256<double> Re, Vector256<double> Im) Seen(int l, LaneMatrix vectors, int m)
    {
        Vector256<double> re = default, im = default;
        for (int a = 0; a < _users; a++)
        {
            Vector256<double> p = _channels.Re(l, a), q = _channels.Im(l, a), r = vectors.Re(a, m), s = vectors.Im(a, m);
            re = Add(q, s, Add(p, r, re));
            im = Subtract(q, r, Add(p, s, im));
        }

        return (re, im);
    }
}
