using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Refinement;

/// <summary>
/// Closed-loop descent on a covariance R = B B^H, ||B||_F = 1, in units where P0 = sigma^2 = 1. Each of K steps sees the gradient of
/// <code>
///   f(B) = L(R) / L_0 + sum_l rho_l (ln(m Gamma0) - ln SINR_l)+,
/// </code>
/// SINR_l from the exact split with weights w (<see cref="SplitState"/>), and
/// <code>
///   G = grad f - Re(B, grad f) B,   V := mu V + tanh(4 |G|) G / |G|,   B := (B - eta_k (1 - mu) V) / ||.||_F,
///   ln w_l := ln w_l + kappa (ln(m Gamma0) - ln SINR_l)+,   rho_l := rho_l (1 + beta (k / K) (ln(m Gamma0) - ln SINR_l)+).
/// </code>
/// Then B rests and the weights alone are raised until every user has its threshold, a few rounds at most. No optimality and no
/// feasibility is claimed. No allocation but that of the design. Work space for one M and L. Not thread-safe.
/// </summary>
public sealed class FeedbackDescent
{
    private const double LoopRegularisation = 1e-5, SplitRegularisation = 1e-7, LeastSquaredNorm = 1e-9;
    private readonly int _antennas;
    private readonly UserChannels _channels;
    private readonly SplitState _split;
    private readonly PlanarMatrix _b, _direction, _gradient, _left, _stack, _adjoint, _product, _images, _beams;
    private readonly double[] _logWeights, _shortfalls, _factors, _penalties, _sums, _slope;

    public FeedbackDescent(int users, int antennas)
    {
        _antennas = antennas;
        _channels = new UserChannels(users, antennas);
        _split = new SplitState(users, antennas);
        (_b, _direction, _gradient) = (new(antennas, antennas), new(antennas, antennas), new(antennas, antennas));
        (_adjoint, _product) = (new(antennas, antennas), new(antennas, antennas));
        (_images, _beams) = (new(antennas, users), new(antennas, users));
        (_left, _stack) = (new(antennas, antennas + users), new(antennas + users, antennas));
        (_logWeights, _shortfalls, _factors, _penalties) = (new double[users], new double[users], new double[users], new double[users]);
        int count = PlanarMatrix.Padded(2 * antennas - 1);
        (_sums, _slope) = (new double[count], new double[count]);
    }

    public int Users => _channels.Users;

    public int Antennas => _antennas;

    /// <summary>The design after all steps, of power P0.</summary>
    public Design Run(IsacInstance instance, DescentStart start, DescentScalars scalars)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(scalars);
        Begin(instance, start);
        Array.Fill(_penalties, scalars.Penalty);
        double target = Math.Log(scalars.Margin * instance.SinrThreshold);
        for (int k = 0; k < scalars.Steps; k++)
        {
            if (!_split.Evaluate(_b, _channels, _logWeights)) break;
            bool isShort = false;
            for (int l = 0; l < Users; l++)
            {
                _shortfalls[l] = Math.Max(0, target - _split.LogSinr[l]);
                _factors[l] = _shortfalls[l] > 0 ? _penalties[l] : 0;
                _penalties[l] *= scalars.Growth(k, _shortfalls[l]);
                isShort |= _shortfalls[l] > 0;
            }

            Differentiate(start, isShort);
            Move(scalars.Step(k), scalars.Momentum);
            Raise(scalars.WeightGain);
        }

        return Finish(instance);
    }

    private Design Finish(IsacInstance instance)
    {
        _split.Regularisation = SplitRegularisation;
        _split.Receive(_b, _channels);
        SplitDesign.Raise(_split, instance.SinrThreshold, _logWeights, _shortfalls);
        return SplitDesign.Of(_split, _b, instance.Power, _images, _beams);
    }

    private void Begin(IsacInstance instance, DescentStart start)
    {
        _channels.Load(instance);
        for (int l = 0; l < Users; l++)
        {
            for (int m = 0; m < _antennas; m++) _left[m, _antennas + l] = -System.Numerics.Complex.Conjugate(_channels.Conjugates[l, m]);
        }

        _b.CopyFrom(start.Factor);
        _direction.Clear();
        Array.Clear(_logWeights);
        _split.Eigen.Reset();
        _split.Regularisation = LoopRegularisation;
    }

    /// <summary>grad f in B: 2 / L_0 T B - sum_l h_l (gradient in g_l).</summary>
    private void Differentiate(DescentStart start, bool isShort)
    {
        start.Form.Sums(_b, _b, _adjoint, _product, _sums);
        start.Form.Slope(_sums, _slope);
        start.Form.WriteGradient(_slope, 2 / start.Scale, _left);
        _b.Re.CopyTo(_stack.Re, 0);
        _b.Im.CopyTo(_stack.Im, 0);
        if (isShort) _split.Differentiate(_factors);
        else _split.Gradient.Clear();
        _split.Gradient.Re.CopyTo(_stack.Re, _b.Re.Length);
        _split.Gradient.Im.CopyTo(_stack.Im, _b.Im.Length);
        MatrixProducts.Multiply(_left, _stack, _gradient);
    }

    private void Move(double step, double momentum)
    {
        _gradient.Add(-PlanarMatrix.Inner(_b, _gradient), _b);
        double squared = PlanarMatrix.Inner(_gradient, _gradient) + LeastSquaredNorm, norm = Math.Sqrt(squared);
        double factor = Math.Tanh(4 * norm) / norm, along = -step * (1 - momentum);
        for (int i = 0; i < _b.Re.Length; i++)
        {
            _direction.Re[i] = momentum * _direction.Re[i] + factor * _gradient.Re[i];
            _direction.Im[i] = momentum * _direction.Im[i] + factor * _gradient.Im[i];
            _b.Re[i] += along * _direction.Re[i];
            _b.Im[i] += along * _direction.Im[i];
        }

        double scale = 1 / Math.Sqrt(PlanarMatrix.Inner(_b, _b));
        for (int i = 0; i < _b.Re.Length; i++) (_b.Re[i], _b.Im[i]) = (scale * _b.Re[i], scale * _b.Im[i]);
    }

    private void Raise(double gain)
    {
        double mean = 0;
        for (int l = 0; l < Users; l++)
        {
            _logWeights[l] += gain * _shortfalls[l];
            mean += _logWeights[l] / Users;
        }

        for (int l = 0; l < Users; l++) _logWeights[l] -= mean;
    }
}
