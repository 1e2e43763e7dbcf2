using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Newton;

/// <summary>How the iteration ended.</summary>
internal enum ProximalNewtonOutcome
{
    /// <summary>Gradient and displacement fell below the tolerance or to the level of rounding.</summary>
    Converged,

    /// <summary>The dual value exceeds what any point of the unit trace can cost: no feasible point exists.</summary>
    Unbounded,

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
    private const double ProximalWeight = 0.02, LargestProximalWeight = 0.2, WeightPerMultiplier = 1e-5;
    private const double RelativeTolerance = 5e-12, LargestNoiseFloor = 1e-6;

    /// <summary>The centre moves once the gradient, a primal residual, is this fraction of the move.</summary>
    private const double Inexactness = 0.1;

    /// <summary>Nearly all solves that succeed need fewer; past that the interior-point method is the cheaper way.</summary>
    private const int MaxIterations = 200, MaxCentres = 60;

    private const int MaxHalvings = 40, MaxConjugateGradientSteps = 400;

    private readonly double _evaluationWork, _stepWork;

    private readonly ProximalCentre _centre;
    private readonly NewtonDirection _direction;
    private readonly PlanarMatrix _difference;
    private DualPoint _current, _trial;

    public ProximalNewton(int antennas, int users, int limits = 1)
    {
        (_evaluationWork, _stepWork) = (SolveWork.OfEigenvalues(antennas, users), SolveWork.OfConjugateGradientStep(antennas, users));
        _centre = new ProximalCentre(antennas, users) { Weight = ProximalWeight };
        _direction = new NewtonDirection(antennas, users, limits);
        _difference = new PlanarMatrix(antennas, antennas);
        (_current, _trial) = (new DualPoint(antennas, users, limits), new DualPoint(antennas, users, limits));
    }

    /// <summary>The last point; optimal when the outcome is <see cref="ProximalNewtonOutcome.Converged"/>.</summary>
    public DualPoint Point => _current;

    /// <summary>Newton steps of the last solve.</summary>
    public int Iterations { get; private set; }

    /// <summary>Conjugate gradient steps of the last solve, over all Newton steps.</summary>
    public int ConjugateGradientSteps { get; private set; }

    public ProximalNewtonOutcome Solve(ScaledProblem problem, SolveBudget budget)
    {
        (Iterations, ConjugateGradientSteps) = (0, 0);
        _centre.Weight = ProximalWeight;
        _centre.Radar.CopyFrom(problem.RadarCovariance);
        Array.Clear(_centre.Slack);
        _current.Difference.Clear();
        Array.Clear(_current.Nus);
        Array.Clear(_current.Lambda);
        if (!_current.Evaluate(problem, _centre)) return ProximalNewtonOutcome.Breakdown;
        double scale = 1 + Math.Sqrt(problem.Covariance.SquaredNorm()), tolerance = RelativeTolerance * scale;
        int centres = 0;
        while (Iterations < MaxIterations && centres < MaxCentres)
        {
            double norm = _current.GradientNorm(), displacement = Displacement();
            if (norm <= tolerance && 2 * _centre.Weight * displacement <= tolerance) return ProximalNewtonOutcome.Converged;
            if (_current.Value < LowestFeasibleValue(problem, scale)) return ProximalNewtonOutcome.Unbounded;
            if (norm <= Math.Max(tolerance, Inexactness * displacement))
            {
                MoveCentre();
                // W is the positive part of W^k - Z / (2 eps): a large Z would drown it in rounding, so eps grows with Z.
                _centre.Weight = Math.Clamp(WeightPerMultiplier * MultiplierNorm(), ProximalWeight, LargestProximalWeight);
                centres++;
                if (!_current.Evaluate(problem, _centre)) return ProximalNewtonOutcome.Breakdown;
                continue;
            }

            if (!budget.TryContinue(_evaluationWork + _stepWork)) break;
            double forcing = Math.Max(Math.Min(0.1, Math.Sqrt(norm)), 0.3 * tolerance / norm);
            int most = (int)Math.Min(MaxConjugateGradientSteps, 1 + budget.WorkLeft / _stepWork);
            int steps = _direction.Solve(problem, _centre, _current, forcing, most);
            budget.Charge(steps * _stepWork);
            (ConjugateGradientSteps, Iterations) = (ConjugateGradientSteps + steps, Iterations + 1);
            if (Advance(problem, norm, budget)) continue;

            // No step improves on rounding: what is left of the gradient is noise, unless it is too large to be that.
            tolerance = 2 * norm;
            if (tolerance > LargestNoiseFloor * scale) return ProximalNewtonOutcome.Breakdown;
        }

        return ProximalNewtonOutcome.IterationLimit;
    }

    /// <summary>
    /// Backtracks until phi decreases sufficiently (Armijo). Where the predicted decrease drowns in the rounding of phi, the
    /// gradient must shrink instead. False when no step does either.
    /// </summary>
    private bool Advance(ScaledProblem problem, double norm, SolveBudget budget)
    {
        double slope = _current.Slope(_direction.DDifference, _direction.DNus, _direction.DLambda), step = 1;
        double rounding = 1e-14 * (Math.Abs(_current.Value) + problem.Covariance.SquaredNorm() + MultiplierNorm());
        for (int halving = 0; halving < MaxHalvings; halving++, step /= 2)
        {
            _trial.MoveFrom(_current, step, _direction.DDifference, _direction.DNus, _direction.DLambda);
            budget.Charge(_evaluationWork);
            if (!_trial.Evaluate(problem, _centre) || _trial.Value > _current.Value + 1e-4 * step * slope + rounding) continue;
            if (-step * slope < 100 * rounding && _trial.GradientNorm() > 0.9 * norm) continue;
            (_current, _trial) = (_trial, _current);
            return true;
        }

        return false;
    }

    private double MultiplierNorm()
    {
        double sum = _current.Z.SquaredNorm();
        foreach (double nu in _current.Nus) sum += nu * nu;
        foreach (double lambda in _current.Lambda) sum += lambda * lambda;
        return Math.Sqrt(sum);
    }

    /// <summary>
    /// A lower bound of phi when a feasible point exists, with a factor 2 to spare. Feasible blocks have Frobenius norms of at most
    /// 1 and slacks of at most kappa, so the proximal problem costs at most the squares of those plus the raw norms.
    /// </summary>
    private double LowestFeasibleValue(ScaledProblem problem, double scale)
    {
        double kappa = problem.LargestSignalFactor, bound = (1 + problem.Users) * 2 * scale;
        double proximal = 1 + 2 * Math.Sqrt(_centre.Radar.SquaredNorm());
        foreach (double slack in _centre.Slack) proximal += kappa * kappa + 2 * kappa * slack;
        return -2 * (bound + _centre.Weight * proximal);
    }

    /// <summary>|(W, t) - (W^k, t^k)|; times 2 eps it is the complementarity left over.</summary>
    private double Displacement()
    {
        _difference.CopyFrom(_current.Radar);
        _difference.Add(-1, _centre.Radar);
        double sum = _difference.SquaredNorm();
        for (int l = 0; l < _centre.Slack.Length; l++)
        {
            double move = _current.Slack[l] - _centre.Slack[l];
            sum += move * move;
        }

        return Math.Sqrt(sum);
    }

    private void MoveCentre()
    {
        _centre.Radar.CopyFrom(_current.Radar);
        _current.Slack.CopyTo(_centre.Slack, 0);
    }
}
