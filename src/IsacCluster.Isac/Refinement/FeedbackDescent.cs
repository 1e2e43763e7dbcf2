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
/// feasibility is claimed. Where antennas have powers P_m, each row of B is projected and scaled to its own instead; a cross-correlation of
/// the objective is not in L(R) and so not seen. No allocation but that of the design. Work space for one M and L. Not thread-safe.
/// </summary>
public sealed class FeedbackDescent
{
    /// <summary>d of the split in the steps and after them, and what is added to |G|^2.</summary>
    public const double LoopRegularisation = 1e-5, SplitRegularisation = 1e-7, LeastSquaredNorm = 1e-9;

    /// <summary>The weights' last raising aims above Gamma0 by this part, so that rounding does not undo what was reached.</summary>
    public const double SplitMargin = 1e-7;

    /// <summary>Of the weights' last raising in training, so that numbers of single precision meet the threshold.</summary>
    private const double RecordMargin = 1e-4;

    private readonly int _antennas;
    private readonly DescentGradient _differential;
    private readonly SplitState _split;
    private readonly PlanarMatrix _b, _direction, _gradient, _images, _beams;
    private readonly double[] _shares, _logWeights, _shortfalls, _factors, _penalties, _targets;
    private bool _hasShares;

    public FeedbackDescent(int users, int antennas)
    {
        _antennas = antennas;
        _differential = new DescentGradient(users, antennas);
        _split = new SplitState(users, antennas);
        (_b, _direction, _gradient) = (new(antennas, antennas), new(antennas, antennas), new(antennas, antennas));
        (_images, _beams) = (new(antennas, users), new(antennas, users));
        (_logWeights, _shortfalls, _factors) = (new double[users], new double[users], new double[users]);
        (_penalties, _targets, _shares) = (new double[users], new double[users], new double[antennas]);
    }

    public int Users => _logWeights.Length;

    public int Antennas => _antennas;

    /// <summary>The design after all steps, of power P0.</summary>
    /// <param name="corrections">A network's, of K steps; null: none.</param>
    public Design Run(IsacInstance instance, DescentStart start, DescentScalars scalars, DescentCorrections? corrections = null)
    {
        ArgumentNullException.ThrowIfNull(instance);
        Descend(instance, start, scalars, corrections, null);
        _split.Regularisation = SplitRegularisation;
        Raise(instance, SplitMargin);
        return SplitDesign.Of(_split, _b, instance.Power, _images, _beams);
    }

    /// <summary>The steps and the last raising of weights, with what a loss is made of and what the adjoint needs.</summary>
    /// <param name="shares">q_l.</param>
    /// <param name="totals">t_l; SINR_l = q_l t_l / (t_l (1 - q_l) + 1).</param>
    /// <param name="raise">Whether the weights are raised at last; else the shares and totals are those of the last step.</param>
    /// <returns>L(R) / P0^2.</returns>
    public double Record(
        IsacInstance instance, DescentStart start, DescentScalars scalars, DescentCorrections corrections, DescentTape tape,
        Span<double> shares, Span<double> totals, bool raise = true)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(tape);
        Descend(instance, start, scalars, corrections, tape);
        if (raise) Raise(instance, RecordMargin);
        tape.Record(tape.Steps, _b, _direction, _logWeights, _penalties);
        _split.Shares.CopyTo(shares);
        _split.Totals.CopyTo(totals);
        return _differential.Evaluate(_b, start, 1, null, _gradient);
    }

    private void Descend(
        IsacInstance instance, DescentStart start, DescentScalars scalars, DescentCorrections? corrections, DescentTape? tape)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(scalars);
        Begin(instance, start, scalars, corrections);
        double margin = Math.Log(scalars.Margin);
        for (int k = 0; k < scalars.Steps; k++)
        {
            tape?.Record(k, _b, _direction, _logWeights, _penalties);
            if (!_split.Evaluate(_b, _differential.Channels, _logWeights)) break;
            bool isShort = false;
            for (int l = 0; l < Users; l++)
            {
                _shortfalls[l] = Math.Max(0, margin + _targets[l] - _split.LogSinr[l]);
                _factors[l] = _shortfalls[l] > 0 ? _penalties[l] : 0;
                _penalties[l] *= scalars.Growth(k, _shortfalls[l]);
                isShort |= _shortfalls[l] > 0;
            }

            if (isShort) _split.Differentiate(_factors);
            _differential.Evaluate(_b, start, 1 / start.Scale, isShort ? _split.Gradient : null, _gradient);
            Move(corrections is null ? scalars.Step(k) : scalars.Step(k) * Math.Exp(corrections.LogSteps[k]), scalars.Momentum);
            Weigh(scalars.WeightGain);
        }
    }

    private void Begin(IsacInstance instance, DescentStart start, DescentScalars scalars, DescentCorrections? corrections)
    {
        _differential.Load(instance);
        _hasShares = instance.AntennaPowers is not null;
        for (int m = 0; m < _antennas && _hasShares; m++) _shares[m] = instance.AntennaPowers![m] / instance.Power;
        for (int l = 0; l < Users; l++)
        {
            _targets[l] = Math.Log(instance.ThresholdOf(l));
            _logWeights[l] = corrections?.LogWeights[l] ?? 0;
            _penalties[l] = corrections is null ? scalars.Penalty : scalars.Penalty * Math.Exp(corrections.LogPenalties[l]);
        }

        _b.CopyFrom(start.Factor);
        if (corrections is not null) _b.Add(1, corrections.Start);
        Normalise();
        _direction.Clear();
        _split.Eigen.Reset();
        _split.Regularisation = LoopRegularisation;
    }

    private void Raise(IsacInstance instance, double margin)
    {
        _split.Receive(_b, _differential.Channels);
        SplitDesign.Raise(_split, instance, _logWeights, _shortfalls, margin);
    }

    private void Move(double step, double momentum)
    {
        Project();
        double squared = PlanarMatrix.Inner(_gradient, _gradient) + LeastSquaredNorm, norm = Math.Sqrt(squared);
        double factor = Math.Tanh(4 * norm) / norm, along = -step * (1 - momentum);
        for (int i = 0; i < _b.Re.Length; i++)
        {
            _direction.Re[i] = momentum * _direction.Re[i] + factor * _gradient.Re[i];
            _direction.Im[i] = momentum * _direction.Im[i] + factor * _gradient.Im[i];
            _b.Re[i] += along * _direction.Re[i];
            _b.Im[i] += along * _direction.Im[i];
        }

        Normalise();
    }

    /// <summary>The gradient along the sphere, or along those of the rows.</summary>
    private void Project()
    {
        if (!_hasShares)
        {
            _gradient.Add(-PlanarMatrix.Inner(_b, _gradient), _b);
            return;
        }

        for (int m = 0; m < _antennas; m++)
        {
            double along = PlanarKernels.DotConjugate(_b, m, _gradient, m).Real / _shares[m];
            PlanarKernels.AddScaled(-along, _b, m, _gradient, m);
        }
    }

    /// <summary>Power 1, or of each antenna its share.</summary>
    private void Normalise()
    {
        int stride = _b.Stride;
        double common = _hasShares ? 0 : 1 / Math.Sqrt(PlanarMatrix.Inner(_b, _b));
        for (int m = 0; m < _antennas; m++)
        {
            double scale = _hasShares ? Math.Sqrt(_shares[m] / PlanarKernels.SquaredNorm(_b, m)) : common;
            for (int i = m * stride; i < (m + 1) * stride; i++) (_b.Re[i], _b.Im[i]) = (scale * _b.Re[i], scale * _b.Im[i]);
        }
    }

    private void Weigh(double gain)
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
