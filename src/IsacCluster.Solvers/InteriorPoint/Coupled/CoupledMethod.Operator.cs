using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Coupled;

/// <summary>The constraint operator Op and its adjoint.</summary>
internal sealed partial class CoupledMethod
{
    private readonly PlanarMatrix _linkAdjoint, _linkColumns, _linkHalf, _linkWide, _received, _multiplier, _receivedDual, _channelColumns;
    private readonly double[] _powers, _weights, _weighted;

    private void LoadLink()
    {
        HermitianKernels.Conjugate(_program.Columns, _linkAdjoint);
        HermitianKernels.Adjoint(_linkAdjoint, _linkColumns);
        if (_program.Channels is not PlanarMatrix channels) return;
        for (int l = 0; l < _users; l++)
        {
            for (int a = 0; a < _users; a++) _channelColumns[a, l] = channels[l, a];
        }
    }

    /// <summary>result = U^H A U.</summary>
    private void Receive(PlanarMatrix a, PlanarMatrix result)
    {
        MatrixProducts.Multiply(_linkAdjoint, a, _linkHalf);
        MatrixProducts.Multiply(_linkHalf, _linkColumns, result);
    }

    /// <summary>_operator = Op(X, s) of the variables (or of their directions).</summary>
    protected override void Operate(bool direction, double[] slack)
    {
        Array.Clear(_operator);
        PlanarMatrix r = direction ? _covariance.Dx : _covariance.X;
        ApplyPattern(r);
        if (_users == 0) return;
        Receive(r, _received);
        HermitianLink.Add(_received, 1, _operator, _link);
        for (int k = 0; k < _shares.Length; k++)
        {
            PlanarMatrix share = direction ? _shares[k].Dx : _shares[k].X;
            HermitianLink.Add(share, -1, _operator, _link);
            for (int l = 0; l < _users; l++)
                _operator[l] += Coefficient(l, k) * MatrixProducts.Quadratic(share, _program.Channels!, l);
        }

        for (int l = 0; l < _users; l++) _operator[l] -= slack[l];
    }

    /// <summary>The factor of g_l^H C_k g_l in row l.</summary>
    private double Coefficient(int row, int share) => row == share ? _program.Own[row] - 1 : -1;

    /// <summary>Trace and pattern rows from p_n = f_n^T Re(A) f_n.</summary>
    private void ApplyPattern(PlanarMatrix a)
    {
        int stride = _basis.Stride;
        RealProducts.Multiply(a.Re, a.Stride, _basis.Columns, stride, _xFrequencies.Re, _shape.Antennas, _shape.Antennas, upper: false);
        Array.Clear(_powers);
        for (int m = 0; m < _shape.Antennas; m++)
            RealProducts.AddEntrywise(_basis.Columns, m * stride, _xFrequencies.Re, m * stride, _powers, 0, stride);
        double[] rows = _program.Factor.PatternRows;
        for (int j = 0; j <= _shape.Rank; j++) _operator[_small + j] = PlanarKernels.Dot(rows, j * stride, _powers, 0, stride);
    }

    /// <summary>-(nu, y_u) mapped to the frequencies.</summary>
    private void SetWeights(double[] y)
    {
        Array.Clear(_weights);
        for (int j = 0; j <= _shape.Rank; j++)
            PlanarKernels.AddReal(-y[_small + j], _program.Factor.PatternRows, j * _basis.Stride, _weights, 0, _basis.Stride);
    }

    /// <summary>Z = -Op^*(y) for every variable (or their directions).</summary>
    protected override void Adjoint(double[] y, bool direction)
    {
        SetWeights(y);
        PlanarMatrix z = direction ? _covariance.Dz : _covariance.Z;
        int stride = _basis.Stride, antennas = _shape.Antennas;
        Array.Clear(_weighted);
        for (int m = 0; m < antennas; m++)
            RealProducts.AddEntrywise(_basis.Columns, m * stride, _weights, 0, _weighted, m * stride, stride);
        RealProducts.Multiply(_weighted, stride, _basis.Rows, _basis.TransposedStride, z.Re, antennas, _frequencies, upper: false);
        Array.Clear(z.Im);
        if (_users == 0) return;
        HermitianLink.ToMatrix(y, _link, _multiplier);
        MatrixProducts.Multiply(_multiplier, _linkAdjoint, _linkHalf);
        MatrixProducts.Multiply(_linkColumns, _linkHalf, _linkWide);
        z.Add(-1, _linkWide);
        for (int k = 0; k < _shares.Length; k++)
        {
            PlanarMatrix share = direction ? _shares[k].Dz : _shares[k].Z;
            share.CopyFrom(_multiplier);
            for (int l = 0; l < _users; l++) HermitianKernels.AddOuter(-Coefficient(l, k) * y[l], _program.Channels!, l, share);
        }
    }
}
