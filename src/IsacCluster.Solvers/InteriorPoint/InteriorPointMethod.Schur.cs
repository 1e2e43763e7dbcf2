using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>The Schur complement Op(X Op^*(.) Z^-1) + Q.</summary>
internal sealed partial class InteriorPointMethod
{
    private readonly RealCholesky _system;
    private readonly double[] _schur, _toeplitz, _features, _column;
    private readonly ToeplitzCorrelation _correlation;
    private readonly OuterProductSums _outer;
    private readonly PlanarMatrix _gainX, _gainZ;

    private bool FactorSchur()
    {
        Array.Clear(_schur);
        AddToeplitzPart();
        for (int i = 0; i < _shape.Rows; i++) AddMixedColumn(i);
        for (int b = 0; b < _shape.FullBlocks && _shape.Rows > 0; b++) AddChannelPart(b);
        for (int k = 0; k < _shape.Rays; k++) AddRay(k);
        for (int i = 0; i < _trace; i++) _schur[i * _system.Stride + i] += 1;
        for (int i = 0; i < _shape.Rows; i++)
        {
            int row = _trace + 1 + i;
            if (_program.Rows[i].IsInequality) _schur[row * _system.Stride + row] += _slack[i] / _y[row];
        }

        return _system.Factor(_schur);
    }

    /// <summary>[F; e_0^T] K [F; e_0^T]^T with K from the correlations of all blocks.</summary>
    private void AddToeplitzPart()
    {
        _correlation.Clear();
        foreach (PsdBlock block in _blocks) _correlation.Add(block.Lifted(block.X), block.Lifted(block.ZInverse, second: true));
        int stride = _program.Factor.Stride, size = 2 * _shape.Antennas - 1;
        double[] rows = _program.Factor.Rows;
        _correlation.Assemble(_toeplitz, stride);
        Array.Clear(_features);
        for (int i = 0; i <= _trace; i++)
        {
            for (int k = 0; k < size; k++)
                PlanarKernels.AddReal(rows[i * stride + k], _toeplitz, k * stride, _features, i * stride, stride);
            for (int j = i; j <= _trace; j++)
                _schur[i * _system.Stride + j] = PlanarKernels.Dot(_features, i * stride, rows, j * stride, stride);
        }
    }

    /// <summary>
    /// Entries between the Toeplitz rows and channel row i: [F; e_0^T] A(sym Y) with
    /// Y = sum_b X_b (channel row i) Z_b^-1 = sum_b coefficient (c x_a z_b^H + conj(c) x_b z_a^H).
    /// </summary>
    private void AddMixedColumn(int i)
    {
        ChannelRow row = _program.Rows[i];
        _outer.Clear();
        for (int b = 0; b < _shape.FullBlocks; b++)
        {
            double coefficient = row.CoefficientOf(b);
            if (coefficient == 0) continue;
            PlanarMatrix x = _blocks[b].XChannel, z = _blocks[b].ZInverseChannel;
            double re = coefficient * row.FactorRe, im = coefficient * row.FactorIm;
            if (row.First == row.Second)
            {
                _outer.Add(2 * re, 0, x, row.First, z, row.First);
                continue;
            }

            _outer.Add(re, im, x, row.First, z, row.Second);
            _outer.Add(re, -im, x, row.Second, z, row.First);
        }

        _outer.CopyTo(_sums);
        Array.Clear(_column);
        _program.Factor.Apply(_sums, 1, _column);
        for (int j = 0; j <= _trace; j++) _schur[j * _system.Stride + _trace + 1 + i] = _column[j];
    }

    /// <summary>
    /// Entries between channel rows from P = H^H X H and W = H^H Z^-1 H:
    /// Tr(h_a h_b^H X h_c h_d^H Z^-1) = P_bc W_da.
    /// </summary>
    private void AddChannelPart(int index)
    {
        PsdBlock block = _blocks[index];
        Gains(block.XChannel, _gainX);
        Gains(block.ZInverseChannel, _gainZ);
        for (int i = 0; i < _shape.Rows; i++)
        {
            ChannelRow r = _program.Rows[i];
            double outer = r.CoefficientOf(index);
            if (outer == 0) continue;
            int line = (_trace + 1 + i) * _system.Stride + _trace + 1;
            for (int j = i; j < _shape.Rows; j++)
            {
                ChannelRow q = _program.Rows[j];
                double coefficient = outer * q.CoefficientOf(index);
                if (coefficient != 0) _schur[line + j] += coefficient * ChannelEntry(r, q);
            }
        }
    }

    private double ChannelEntry(ChannelRow r, ChannelRow q)
    {
        if (r.First == r.Second && q.First == q.Second)
        {
            int p = r.First * _gainX.Stride + q.First;
            // 4 c c' Re(P_ab W_ba) with W_ba = conj(W_ab).
            return 4 * r.FactorRe * q.FactorRe * (_gainX.Re[p] * _gainZ.Re[p] + _gainX.Im[p] * _gainZ.Im[p]);
        }

        double cr = r.FactorRe, ci = r.FactorIm, er = q.FactorRe, ei = q.FactorIm;
        return Term(cr * er - ci * ei, cr * ei + ci * er, r.Second, q.First, q.Second, r.First)
            + Term(cr * er + ci * ei, ci * er - cr * ei, r.Second, q.Second, q.First, r.First)
            + Term(cr * er + ci * ei, cr * ei - ci * er, r.First, q.First, q.Second, r.Second)
            + Term(cr * er - ci * ei, -(cr * ei + ci * er), r.First, q.Second, q.First, r.Second);
    }

    /// <summary>Re((re + i im) P_{ab} W_{cd}).</summary>
    private double Term(double re, double im, int a, int b, int c, int d)
    {
        int p = a * _gainX.Stride + b, w = c * _gainZ.Stride + d;
        double pr = _gainX.Re[p], pi = _gainX.Im[p], wr = _gainZ.Re[w], wi = _gainZ.Im[w];
        return re * (pr * wr - pi * wi) - im * (pr * wi + pi * wr);
    }

    /// <summary>gains_{ab} = h_a^H A h_b from the rows A h_b.</summary>
    private void Gains(PlanarMatrix applied, PlanarMatrix gains)
    {
        PlanarMatrix h = _program.Channel;
        for (int a = 0; a < h.Rows; a++)
        {
            for (int b = 0; b < h.Rows; b++)
                gains[a, b] = PlanarKernels.DotConjugate(h.Re, h.Im, a * h.Stride, applied.Re, applied.Im, b * h.Stride, h.Stride);
        }
    }

    private void AddRay(int k)
    {
        double[] column = _program.Rays[k];
        double weight = _ray[k] / _rayDual[k];
        for (int i = 0; i <= _trace; i++)
        {
            for (int j = i; j <= _trace; j++) _schur[i * _system.Stride + j] += weight * column[i] * column[j];
        }
    }
}
