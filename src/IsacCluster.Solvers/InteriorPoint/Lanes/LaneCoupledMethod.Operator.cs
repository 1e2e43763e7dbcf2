using System.Runtime.Intrinsics;
using IsacCluster.Numerics;
using IsacCluster.Numerics.Lanes;
using IsacCluster.Solvers.InteriorPoint.Coupled;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>The constraint operator Op and its adjoint, as in <see cref="CoupledMethod"/>.</summary>
internal sealed partial class LaneCoupledMethod
{
    /// <summary>U, its adjoint, and g_l in rows and in columns.</summary>
    private readonly LaneMatrix _columns, _adjoint, _channels, _channelColumns;

    /// <summary>The rows that act on the pattern.</summary>
    private readonly LaneArray _patternRows;

    private readonly LaneMatrix _received, _receivedDual, _multiplier, _half;
    private readonly LaneArray _powers, _weights;
    private readonly LaneArray _own;
    private readonly LaneAntennas? _antennas;
    private readonly LaneCrossing? _crossing;

    /// <summary>The data of a program and its X.</summary>
    private void LoadProgram(int lane, CoupledProgram program)
    {
        PlanarMatrix u = program.Columns;
        for (int a = 0; a < _users; a++)
        {
            for (int m = 0; m < _shape.Antennas; m++)
            {
                double re = u.Re[a * u.Stride + m], im = u.Im[a * u.Stride + m];
                _columns.Set(lane, m, a, re, im);
                _adjoint.Set(lane, a, m, re, -im);
            }
        }

        if (program.Channels is { } channels)
        {
            _channels.Load(lane, channels);
            for (int l = 0; l < _users; l++)
            {
                for (int a = 0; a < _users; a++)
                    _channelColumns.Set(lane, a, l, channels.Re[l * channels.Stride + a], channels.Im[l * channels.Stride + a]);
            }
        }

        _covariance.X.Load(lane, program.Covariance);
        for (int k = 0; k < _shares.Length; k++) _shares[k].X.Load(lane, program.Shares[k]);
        for (int i = 0; i < _count; i++) _b.At(i, lane) = i < _users ? program.Targets[i] : PowerOf(program, i);
        double[] rows = _antennas is null ? program.Factor.PatternRows : program.Factor.FrequencyRows;
        for (int j = 0; j < _patternCount; j++)
        {
            for (int n = 0; n < _frequencies; n++) _patternRows.At(j * _frequencies + n, lane) = rows[j * program.Factor.Stride + n];
        }

        for (int l = 0; l < program.Own.Length; l++) _own.At(l, lane) = program.Own[l];
        _crossing?.Load(lane, program);
    }

    /// <summary>The right-hand side of a row that is no user's.</summary>
    private double PowerOf(CoupledProgram program, int row)
    {
        if (program.AntennaShares is { } shares && row >= _small && row < _patternAt) return shares[row - _small];
        return _antennas is null && row == _small ? 1 : 0;
    }

    /// <summary>Fills _operator with Op(X, s) and _residual with b - Op(X, s) - Q y.</summary>
    private void Residuals()
    {
        Operate(_covariance.X, direction: false, _slack);
        for (int i = 0; i < _count; i++) _residual[i] = _b[i] - _operator[i] - (i < _firstPattern ? Vector256<double>.Zero : _y[i]);
    }

    private void OperateOnDirections() => Operate(_covariance.Dx, direction: true, _slackStart);

    private void Operate(LaneMatrix r, bool direction, LaneArray slack)
    {
        _operator.Vectors[.._firstPattern].Clear();
        _steering.Powers(r, _powers);
        LaneRealProducts.Apply(ref _patternRows.First, _patternCount, _frequencies, ref _powers.First, ref _operator[_patternAt]);
        _antennas?.Powers(r, ref _operator[_small]);
        _crossing?.Operate(r, _operator);
        Receive(r, _received);
        LaneLink.Add(_received, Vector256<double>.One, ref _operator[_link]);
        for (int k = 0; k < _shares.Length; k++)
        {
            LaneMatrix share = direction ? _shares[k].Dx : _shares[k].X;
            LaneLink.Add(share, -Vector256<double>.One, ref _operator[_link]);
            for (int l = 0; l < _users; l++)
                _operator[l] = Add(Coefficient(l, k), LaneProducts.Quadratic(share, _channels, l), _operator[l]);
        }

        for (int l = 0; l < _users; l++) _operator[l] -= slack[l];
    }

    /// <summary>The factor of g_l^H C_k g_l in row l.</summary>
    private Vector256<double> Coefficient(int row, int share) => row == share ? _own[row] - Vector256<double>.One : -Vector256<double>.One;

    /// <summary>result = U^H A U.</summary>
    private void Receive(LaneMatrix a, LaneMatrix result)
    {
        LaneProducts.Multiply(_adjoint, a, _half);
        LaneProducts.Multiply(_half, _columns, result);
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

    /// <summary>-(nu, y_u) mapped to the frequencies.</summary>
    private void SetWeights(LaneArray y) => LaneRealProducts.NegatedTransposed(
        ref _patternRows.First, _patternCount, _frequencies, ref y[_patternAt], ref _weights.First);

    /// <summary>Z = -Op^*(y) for every variable, or their directions.</summary>
    private void Adjoint(LaneArray y, bool direction)
    {
        SetWeights(y);
        LaneMatrix z = direction ? _covariance.Dz : _covariance.Z;
        _steering.Adjoint(_weights, z);
        LaneLink.ToMatrix(ref y[_link], _multiplier);
        LaneProducts.Multiply(_multiplier, _adjoint, _half);
        LaneProducts.SubtractProduct(_columns, _half, z);
        _antennas?.Subtract(ref y[_small], z);
        _crossing?.Subtract(y, z);
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
                : (Vector256<double>.One - Vector256<double>.One / _own[l]) * LaneProducts.Quadratic(_received, _channels, l);
            scale = Vector256.Min(scale, Vector256.Max(_b[l], seen));
        }

        Vector256<double> tolerance = scale * CoupledMethod.InterferenceTolerance;
        for (int i = 0; i < _firstPattern; i++)
        {
            Vector256<double> allowed = i < _small ? tolerance : CoupledMethod.TraceTolerance * _b[i];
            largest = Vector256.Max(largest, Vector256.Abs(_residual[i]) / allowed);
        }

        return largest;
    }
}
