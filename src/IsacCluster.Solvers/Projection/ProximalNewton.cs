namespace IsacCluster.Solvers.Projection;

/// <summary>How the iteration ended.</summary>
internal enum ProximalNewtonOutcome
{
    Converged,
    IterationLimit,
    Breakdown,
}

/// <summary>
/// Proximal point iteration on the primal, each step solved in the dual by a globalised semismooth Newton method.
/// The projection's objective is strongly convex in (X, W), so the outer iteration contracts by about eps times a small constant,
/// and the inner one starts where the last ended. Source: the scheme of Zhao, Sun, Toh, SIAM J. Optim. 20 (2010) 1737,
/// applied to the radar block and the slacks alone, since the other blocks carry their own quadratic term.
/// </summary>
internal sealed class ProximalNewton
{
    private const double ProximalWeight = 0.02;
    private const double Tolerance = 1e-12;
    private const int MaxIterations = 300, MaxHalvings = 40;

    private readonly ProximalCentre _centre;
    private readonly NewtonDirection _direction;
    private DualPoint _current, _trial;

    public ProximalNewton(int antennas, int users)
    {
        _centre = new ProximalCentre(antennas, users) { Weight = ProximalWeight };
        _direction = new NewtonDirection(antennas, users);
        (_current, _trial) = (new DualPoint(antennas, users), new DualPoint(antennas, users));
    }

    /// <summary>The last point; optimal when the outcome is <see cref="ProximalNewtonOutcome.Converged"/>.</summary>
    public DualPoint Point => _current;

    /// <summary>Newton steps of the last solve.</summary>
    public int Iterations { get; private set; }

    public int CgSteps, Evaluations, Outers;
    public bool Trace { get; set; }

    public ProximalNewtonOutcome Solve(ScaledProblem problem)
    {
        CgSteps = Evaluations = Outers = 0;
        _centre.Radar.CopyFrom(problem.RadarCovariance);
        Array.Clear(_centre.Slack);
        _current.Z.Clear();
        _current.Nu = 0;
        Array.Clear(_current.Lambda);
        if (!_current.Evaluate(problem, _centre)) return ProximalNewtonOutcome.Breakdown;
        double innerTolerance = 0.1;
        for (Iterations = 0; Iterations < MaxIterations; Iterations++)
        {
            double norm = _current.GradientNorm();
            while (norm <= innerTolerance)
            {
                double displacement = MoveCentre();
                if (!_current.Evaluate(problem, _centre)) return ProximalNewtonOutcome.Breakdown;
                Outers++;
                if (Trace) Console.WriteLine($"   outer {Outers} it {Iterations} g {norm:e2} disp {displacement:e2} -> g {_current.GradientNorm():e2}");
                double scale = 1 + Math.Sqrt(problem.Covariance.SquaredNorm());
                if (displacement <= Tolerance * scale && norm <= Tolerance * scale) return ProximalNewtonOutcome.Converged;
                innerTolerance = Math.Max(Tolerance * scale, Math.Min(innerTolerance, 0.1 * displacement));
                norm = _current.GradientNorm();
            }

            int cg = _direction.Solve(problem, _centre, _current, Math.Min(0.05, norm));
            CgSteps += cg;
            if (Trace) Console.WriteLine($"   it {Iterations} phi {_current.Value:e12} g {norm:e2} cg {cg} nu {_current.Nu:e2} lam {string.Join(",", _current.Lambda.Select(x => x.ToString("e2")))}");
            if (!Advance(problem)) return ProximalNewtonOutcome.Breakdown;
        }

        return ProximalNewtonOutcome.IterationLimit;
    }

    /// <summary>Backtracks along the direction until phi decreases sufficiently (Armijo) or, at rounding level, its slope does.</summary>
    private bool Advance(ScaledProblem problem)
    {
        double slope = _current.Slope(_direction.DZ, _direction.DNu, _direction.DLambda), step = 1;
        for (int halving = 0; halving < MaxHalvings; halving++, step /= 2)
        {
            _trial.MoveFrom(_current, step, _direction.DZ, _direction.DNu, _direction.DLambda);
            Evaluations++;
            if (!_trial.Evaluate(problem, _centre)) continue;
            double rounding = 1e-13 * Math.Abs(_current.Value);
            double trialSlope = _trial.Slope(_direction.DZ, _direction.DNu, _direction.DLambda);
            if (_trial.Value <= _current.Value + 1e-4 * step * slope
                || (_trial.Value <= _current.Value + rounding && Math.Abs(trialSlope) <= 0.5 * Math.Abs(slope)))
            {
                (_current, _trial) = (_trial, _current);
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves the centre to (W, t); returns 2 eps |(W, t) - (W^k, t^k)|, the complementarity left over.</summary>
    private double MoveCentre()
    {
        _centre.Radar.Add(-1, _current.Radar);
        double sum = _centre.Radar.SquaredNorm();
        _centre.Radar.CopyFrom(_current.Radar);
        for (int l = 0; l < _centre.Slack.Length; l++)
        {
            double move = _current.Slack[l] - _centre.Slack[l];
            sum += move * move;
            _centre.Slack[l] = _current.Slack[l];
        }

        return 2 * _centre.Weight * Math.Sqrt(sum);
    }
}
