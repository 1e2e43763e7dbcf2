using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.InteriorPoint;

/// <summary>
/// A primal-dual interior-point method for the projection, the fallback near the boundary of feasibility and for nearly parallel
/// users. Blocks V_0 = W, V_l = X_l and slacks t; multipliers nu, lambda give
/// <code>
/// Z_0 = 2 (R^ - R) + nu I + sum_j lambda_j H_j,      Z_l = Z_0 + 2 (X_l - C_l) - kappa lambda_l H_l,
/// V_k Z_k = mu I,   t_l lambda_l = mu,   Tr R^ = 1,   kappa h_l^H X_l h_l - h_l^H R^ h_l - n_l = t_l.
/// </code>
/// Nesterov-Todd directions with Mehrotra's predictor and corrector (Todd, Toh, Tutuncu, SIAM J. Optim. 8 (1998) 769). The start is
/// dual feasible but for rounding, which the next steps remove; the primal rows carry a residual, which is measured on factors,
/// relative to the noise n_l.
/// </summary>
internal sealed class NesterovToddMethod : IInteriorPointForm
{
    private const int MaxIterations = 150;

    /// <summary>Of the way to the boundary.</summary>
    private const double StepFraction = 0.95;

    /// <summary>A smaller step means that rounding has won.</summary>
    private const double LeastStep = 1e-6;

    /// <summary>Target for [V, Z] + t^T lambda over max(distance^2, 1e-4), and for the primal rows.</summary>
    private const double RelativeGap = 1e-11, LeastScale = 1e-4, RowTolerance = 1e-9;

    /// <summary>Products of so many targets still leave the dual residual above the noise of measuring it.</summary>
    private const double SignificantProduct = 1e5;

    private readonly int _antennas, _users;
    private readonly NesterovToddDirection _direction;
    private readonly NesterovToddBlock[] _blocks;
    private readonly NesterovToddPoint _point;
    private readonly double[] _curvature, _slackTarget, _slackStep, _rows;
    private ScaledProblem _problem = null!;
    private double _product, _target, _lastResidual;

    public NesterovToddMethod(int antennas, int users)
    {
        (_antennas, _users) = (antennas, users);
        _direction = new NesterovToddDirection(antennas, users);
        _blocks = [.. Enumerable.Range(0, users + 1).Select(_ => new NesterovToddBlock(antennas, users))];
        _point = new NesterovToddPoint(antennas, users, _blocks);
        (_curvature, _slackTarget, _slackStep) = (new double[users], new double[users], new double[users]);
        _rows = new double[users + 1];
    }

    /// <summary>The last point.</summary>
    public NesterovToddPoint Point => _point;

    public int Iterations { get; private set; }

    /// <summary>The work is that of the conjugate gradient steps, which the direction counts down.</summary>
    public double IterationWork => 0;

    /// <returns>The limit that ended the iteration, if one did; the last point may be good enough in any case.</returns>
    public SolveLimit Solve(ScaledProblem problem, SolveBudget budget)
    {
        (_problem, _lastResidual) = (problem, double.PositiveInfinity);
        _direction.RemainingSteps = (long)(budget.WorkLeft / SolveWork.OfConjugateGradientStep(_antennas, _users));
        (Iterations, SolveLimit limit) = InteriorPointLoop.Run(this, MaxIterations, budget);
        return _direction.RemainingSteps <= 0 ? SolveLimit.Iterations : limit;
    }

    public bool Start() => _point.Start(_problem);

    public bool Measure()
    {
        if (!_point.Measure(_problem)) return false;
        (_product, _target) = (_point.Product(), RelativeGap * Math.Max(_point.Objective, LeastScale));
        double residual = _point.RowResidual(_problem);
        // Rounding may keep the residual above its tolerance; then it stops falling.
        bool converged = _product <= _target && (residual <= RowTolerance || residual > 0.5 * _lastResidual);
        _lastResidual = residual;
        return !converged;
    }

    public bool Factor()
    {
        _point.MeasureDualResiduals(_problem, _product > SignificantProduct * _target);
        for (int l = 0; l < _users; l++) _curvature[l] = _point.Slack[l] / _point.Lambda[l];
        return _direction.Factor(_problem, _blocks, _curvature);
    }

    public void Predict()
    {
        foreach (NesterovToddBlock block in _blocks) block.AimAtZero();
        for (int l = 0; l < _users; l++) _slackTarget[l] = -_point.Slack[l];
        SolveDirection();
    }

    /// <summary>sigma is the cube of the reduction that the predictor could reach, and never aims far below the target.</summary>
    public void Correct()
    {
        double affine = Math.Min(1, StepToBoundary());
        double sigma = Math.Pow(Math.Max(0, _point.ProductAfter(affine, _direction, _slackStep) / _product), 3);
        sigma = Math.Clamp(sigma, Math.Clamp(0.1 * _target / _product, 1e-6, 1), 1);
        double mu = sigma * _product / ((_users + 1) * _antennas + _users);
        foreach (NesterovToddBlock block in _blocks) block.AimAt(mu);
        for (int l = 0; l < _users; l++)
        {
            double lambda = _point.Lambda[l];
            _slackTarget[l] = (mu - _point.Slack[l] * lambda - _slackStep[l] * _direction.DLambda[l]) / lambda;
        }

        SolveDirection();
    }

    public bool Step()
    {
        if (_direction.RemainingSteps <= 0) return false;
        double step = Math.Min(1, StepFraction * StepToBoundary());
        return step > LeastStep && _point.Advance(step, _direction, _slackStep);
    }

    private void SolveDirection()
    {
        _point.Rows.CopyTo(_rows, 0);
        for (int l = 0; l < _users; l++) _rows[l + 1] += _slackTarget[l];
        _direction.Solve(_problem, _rows);
        for (int l = 0; l < _users; l++) _slackStep[l] = _slackTarget[l] - _curvature[l] * _direction.DLambda[l];
    }

    private double StepToBoundary()
    {
        double step = double.PositiveInfinity;
        foreach (NesterovToddBlock block in _blocks)
            step = Math.Min(step, Math.Min(block.StepToBoundary(block.PrimalStep), block.StepToBoundary(block.DualStep)));
        for (int l = 0; l < _users; l++)
        {
            if (_slackStep[l] < 0) step = Math.Min(step, -_point.Slack[l] / _slackStep[l]);
            if (_direction.DLambda[l] < 0) step = Math.Min(step, -_point.Lambda[l] / _direction.DLambda[l]);
        }

        return step;
    }
}
