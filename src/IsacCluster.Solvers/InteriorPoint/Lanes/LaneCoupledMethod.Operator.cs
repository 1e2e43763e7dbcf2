using System.Runtime.Intrinsics;
using IsacCluster.Numerics.Lanes;
using IsacCluster.Solvers.InteriorPoint.Coupled;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>The constraint operator Op and its adjoint, as in <see cref="CoupledMethod"/>.</summary>
internal sealed partial class LaneCoupledMethod
{
    /// <summary>U, its adjoint, and g_l in rows and in columns.</summary>
    private readonly LaneMatrix _columns, _adjoint, _channels, _channelColumns;

    /// <summary>1 + Rank rows that act on the pattern.</summary>
    private readonly LaneArray _patternRows;

    private readonly LaneMatrix _applied, _received, _receivedDual, _multiplier, _half, _wide;
    private readonly LaneArray _powers, _weights;
    private readonly double[] _ownOf = new double[LaneArray.Lanes];
    private Vector256<double> _own;

    private void LoadOperator(int lane, CoupledProgram program)
    {
        _columns.Load(lane, _start.LinkColumns);
        _adjoint.Load(lane, _start.LinkAdjoint);
        if (program.Channels is { } channels)
        {
            _channels.Load(lane, channels);
            _channelColumns.Load(lane, _start.ChannelColumns);
        }

        double[] rows = program.Factor.PatternRows;
        for (int j = 0; j <= _shape.Rank; j++)
        {
            for (int n = 0; n < _frequencies; n++) _patternRows.At(j * _frequencies + n, lane) = rows[j * program.Factor.Stride + n];
        }

        _ownOf[lane] = program.Own;
        _own = Vector256.Create(_ownOf);
    }

    /// <summary>Fills _operator with Op(X, s) and _residual with b - Op(X, s) - Q y.</summary>
    private void Residuals()
    {
        Operate(_covariance.X, direction: false, _slack);
        for (int i = 0; i < _count; i++) _residual[i] = _b[i] - _operator[i] - (i <= _small ? Vector256<double>.Zero : _y[i]);
    }

    private void OperateOnDirections() => Operate(_covariance.Dx, direction: true, _slackStart);

    private void Operate(LaneMatrix r, bool direction, LaneArray slack)
    {
        _operator.Vectors[..(_small + 1)].Clear();
        _steering.Powers(r, _powers);
        for (int j = 0; j <= _shape.Rank; j++)
            _operator[_small + j] = LaneRealProducts.Dot(ref _patternRows[j * _frequencies], ref _powers.First, _frequencies);
        Receive(r, _received);
        LaneLink.Add(_received, 1, ref _operator[_link]);
        for (int k = 0; k < _shares.Length; k++)
        {
            LaneMatrix share = direction ? _shares[k].Dx : _shares[k].X;
            LaneLink.Add(share, -1, ref _operator[_link]);
            for (int l = 0; l < _users; l++)
                _operator[l] = Add(Coefficient(l, k), LaneProducts.Quadratic(share, _channels, l), _operator[l]);
        }

        for (int l = 0; l < _users; l++) _operator[l] -= slack[l];
    }

    /// <summary>The factor of g_l^H C_k g_l in row l.</summary>
    private Vector256<double> Coefficient(int row, int share) => row == share ? _own - Vector256<double>.One : -Vector256<double>.One;

    /// <summary>result = U^H A U.</summary>
    private void Receive(LaneMatrix a, LaneMatrix result)
    {
        LaneProducts.Multiply(a, _columns, _applied);
        LaneProducts.Multiply(_adjoint, _applied, result);
    }

    /// <summary>Z and lambda from y.</summary>
    private void SetDual()
    {
        Adjoint(_y, direction: false);
        _y.Vectors[.._users].CopyTo(_lambda.Vectors);
    }

    /// <summary>The lanes where all Z are positive definite and all lambda positive.</summary>
    private Vector256<double> FactorDual()
    {
        Vector256<double> definite = _covariance.FactorZ();
        foreach (LanePair share in _shares) definite &= share.FactorZ();
        for (int l = 0; l < _users; l++) definite &= Vector256.GreaterThan(_lambda[l], Vector256<double>.Zero);
        return definite;
    }

    /// <summary>Z = -Op^*(y) for every variable, or their directions.</summary>
    private void Adjoint(LaneArray y, bool direction)
    {
        _weights.Clear();
        for (int j = 0; j <= _shape.Rank; j++)
            LaneRealProducts.AddScaled(-y[_small + j], ref _patternRows[j * _frequencies], ref _weights.First, _frequencies);
        LaneMatrix z = direction ? _covariance.Dz : _covariance.Z;
        _steering.Adjoint(_weights, z);
        LaneLink.ToMatrix(ref y[_link], _multiplier);
        LaneProducts.Multiply(_multiplier, _adjoint, _half);
        LaneProducts.Multiply(_columns, _half, _wide);
        LaneProducts.SubtractHermitianPart(_wide, z);
        for (int k = 0; k < _shares.Length; k++)
        {
            LaneMatrix share = direction ? _shares[k].Dz : _shares[k].Z;
            share.CopyFrom(_multiplier);
            for (int l = 0; l < _users; l++) LaneProducts.AddOuter(-Coefficient(l, k) * y[l], _channels, l, share);
        }
    }

    /// <summary>The largest residual over its tolerance, as <see cref="CoupledMethod"/> measures it.</summary>
    private Vector256<double> Infeasibility()
    {
        Residuals();
        Vector256<double> largest = Vector256<double>.Zero, scale = Vector256<double>.One;
        for (int l = 0; l < _users; l++)
        {
            Vector256<double> seen = _link == 0 ? _received.Re(l, l)
                : (Vector256<double>.One - Vector256<double>.One / _own) * LaneProducts.Quadratic(_received, _channels, l);
            scale = Vector256.Min(scale, Vector256.Max(_b[l], seen));
        }

        Vector256<double> tolerance = scale * CoupledMethod.InterferenceTolerance;
        for (int i = 0; i <= _small; i++)
        {
            largest = Vector256.Max(
                largest, Vector256.Abs(_residual[i]) / (i == _small ? Vector256.Create(CoupledMethod.TraceTolerance) : tolerance));
        }

        return largest;
    }
}
