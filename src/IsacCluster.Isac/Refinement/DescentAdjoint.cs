using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Refinement;

/// <summary>
/// The exact derivative of a recorded descent in its corrections, backwards through the steps. A step's map B -> grad f(B, w) has the
/// symmetric Hessian of f, so that its adjoint is a derivative along a direction: with the cotangent of the gradient as direction and the
/// cotangents of the shortfalls as changes of the factors, one <see cref="SplitTangent"/> gives those of B and w. Shortfalls' kinks have
/// the slope of their side; the last raising of the weights is taken for a constant. No allocation. Not thread-safe.
/// </summary>
public sealed class DescentAdjoint
{
    private readonly DescentGradient _differential;
    private readonly SplitState _split;
    private readonly SplitTangent _tangent;
    private readonly PlanarMatrix _bBar, _directionBar, _gradient, _along, _cotangent, _hessian;
    private readonly double[] _weightsBar, _penaltiesBar, _shortfalls, _factors, _changes, _slopes;

    public DescentAdjoint(int users, int antennas)
    {
        _differential = new DescentGradient(users, antennas);
        _split = new SplitState(users, antennas) { Regularisation = FeedbackDescent.LoopRegularisation };
        _tangent = new SplitTangent(_split, users, antennas);
        (_bBar, _directionBar, _gradient) = (new(antennas, antennas), new(antennas, antennas), new(antennas, antennas));
        (_along, _cotangent, _hessian) = (new(antennas, antennas), new(antennas, antennas), new(antennas, antennas));
        (_weightsBar, _penaltiesBar, _shortfalls) = (new double[users], new double[users], new double[users]);
        (_factors, _changes, _slopes) = (new double[users], new double[users], new double[users]);
    }

    /// <param name="corrections">Those of the record.</param>
    /// <param name="mse">The derivative in L(R) / P0^2.</param>
    /// <param name="shares">In q_l.</param>
    /// <param name="totals">In t_l.</param>
    /// <param name="result">Overwritten by the derivative in each correction.</param>
    public void Run(
        IsacInstance instance, DescentStart start, DescentScalars scalars, DescentCorrections corrections, DescentTape tape,
        double mse, ReadOnlySpan<double> shares, ReadOnlySpan<double> totals, DescentCorrections result)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(scalars);
        ArgumentNullException.ThrowIfNull(corrections);
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(result);
        _differential.Load(instance);
        _split.Eigen.Reset();
        End(start, tape, mse, shares, totals);
        for (int k = scalars.Steps - 1; k >= 0; k--)
            result.LogSteps[k] = Step(k, instance, start, scalars, scalars.Step(k) * Math.Exp(corrections.LogSteps[k]), tape);
        Begin(start, corrections, tape, result);
    }

    /// <summary>Cotangents after the last step.</summary>
    private void End(DescentStart start, DescentTape tape, double mse, ReadOnlySpan<double> shares, ReadOnlySpan<double> totals)
    {
        PlanarMatrix b = tape.B[tape.Steps];
        _split.Evaluate(b, _differential.Channels, tape.LogWeights[tape.Steps]);
        shares.CopyTo(_split.ShareSlopes);
        totals.CopyTo(_split.TotalSlopes);
        _split.Differentiate();
        _split.WeightSlopes(_weightsBar);
        // The gradient of L / L_0 - F with F's sign turned: what is differentiated here enters with a plus.
        for (int i = 0; i < _split.Gradient.Re.Length; i++)
            (_split.Gradient.Re[i], _split.Gradient.Im[i]) = (-_split.Gradient.Re[i], -_split.Gradient.Im[i]);
        _differential.Evaluate(b, start, mse, _split.Gradient, _bBar);
        _directionBar.Clear();
        Array.Clear(_penaltiesBar);
    }

    /// <summary>Cotangents before step k from those after it; returns that of ln eta_k.</summary>
    private double Step(int k, IsacInstance instance, DescentStart start, DescentScalars scalars, double step, DescentTape tape)
    {
        PlanarMatrix b = tape.B[k], next = tape.B[k + 1], direction = tape.Direction[k + 1];
        int users = _factors.Length;
        double margin = Math.Log(scalars.Margin), reach = step * (1 - scalars.Momentum), mean = 0;
        _split.Evaluate(b, _differential.Channels, tape.LogWeights[k]);
        for (int l = 0; l < users; l++)
        {
            _shortfalls[l] = Math.Max(0, margin + Math.Log(instance.ThresholdOf(l)) - _split.LogSinr[l]);
            _factors[l] = _shortfalls[l] > 0 ? tape.Penalties[k][l] : 0;
            mean += _weightsBar[l] / users;
        }

        _split.Differentiate(_factors);
        _differential.Evaluate(b, start, 1 / start.Scale, _split.Gradient, _gradient);

        // B' = Y / |Y|, Y = B - reach V'.
        _bBar.Add(-PlanarMatrix.Inner(_bBar, next), next);
        double length = Length(b, direction, reach);
        Scale(_bBar, 1 / length);
        double ofStep = -reach * PlanarMatrix.Inner(_bBar, direction);
        _directionBar.Add(-reach, _bBar);

        // V' = mu V + phi(n) G, n^2 = |G|^2 + eps; G = g - Re(B, g) B.
        double inner = PlanarMatrix.Inner(b, _gradient);
        _along.CopyFrom(_gradient);
        _along.Add(-inner, b);
        double n = Math.Sqrt(PlanarMatrix.Inner(_along, _along) + FeedbackDescent.LeastSquaredNorm), tanh = Math.Tanh(4 * n);
        double slope = (4 * (1 - tanh * tanh) * n - tanh) / (n * n);
        _cotangent.CopyFrom(_directionBar);
        Scale(_cotangent, tanh / n);
        _cotangent.Add(slope / n * PlanarMatrix.Inner(_directionBar, _along), _along);
        double onB = PlanarMatrix.Inner(_cotangent, b);
        _bBar.Add(-inner, _cotangent);
        _bBar.Add(-onB, _gradient);
        _cotangent.Add(-onB, b);
        Scale(_directionBar, scalars.Momentum);

        // ln w' = (I - 1 1^T / L) (ln w + kappa s), rho' = rho (1 + beta_k s).
        double growth = scalars.Growth(k, 1) - 1;
        for (int l = 0; l < users; l++)
        {
            _weightsBar[l] -= mean;
            double ofShortfall = scalars.WeightGain * _weightsBar[l] + growth * tape.Penalties[k][l] * _penaltiesBar[l];
            _changes[l] = _shortfalls[l] > 0 ? ofShortfall : 0;
        }

        // g and s at (B, w): the Hessian of f along the cotangent of g, and the gradient of - sum_l (cotangent of s_l) ln SINR_l.
        _tangent.Evaluate(_cotangent, _differential.Channels, _factors, _changes);
        _differential.Differentiate(b, _cotangent, start, 1 / start.Scale, _tangent.Gradient, _hessian);
        _bBar.Add(1, _hessian);
        for (int l = 0; l < users; l++)
        {
            _weightsBar[l] -= _tangent.WeightSlopes[l];
            _penaltiesBar[l] *= 1 + growth * _shortfalls[l];
            if (_shortfalls[l] > 0) _penaltiesBar[l] -= _tangent.LogSinr[l];
        }

        return ofStep;
    }

    /// <summary>B_0 = (F + Delta) / |F + Delta|; rho_l = rho e^(...).</summary>
    private void Begin(DescentStart start, DescentCorrections corrections, DescentTape tape, DescentCorrections result)
    {
        PlanarMatrix b = tape.B[0];
        result.Start.CopyFrom(_bBar);
        result.Start.Add(-PlanarMatrix.Inner(_bBar, b), b);
        _along.CopyFrom(start.Factor);
        _along.Add(1, corrections.Start);
        Scale(result.Start, 1 / Math.Sqrt(PlanarMatrix.Inner(_along, _along)));
        for (int l = 0; l < _factors.Length; l++)
        {
            result.LogWeights[l] = _weightsBar[l];
            result.LogPenalties[l] = _penaltiesBar[l] * tape.Penalties[0][l];
        }
    }

    private double Length(PlanarMatrix b, PlanarMatrix direction, double reach)
    {
        _along.CopyFrom(b);
        _along.Add(-reach, direction);
        return Math.Sqrt(PlanarMatrix.Inner(_along, _along));
    }

    private static void Scale(PlanarMatrix matrix, double factor)
    {
        for (int i = 0; i < matrix.Re.Length; i++) (matrix.Re[i], matrix.Im[i]) = (factor * matrix.Re[i], factor * matrix.Im[i]);
    }
}
