using IsacCluster.Numerics;
using static IsacCluster.Solvers.InteriorPoint.PredictorCorrector;

namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>
/// What the blockwise and the coupled form share: positive semidefinite pairs (X, Z) and slacks s with multipliers lambda, linear rows y,
/// the HKM direction from
/// <code>
///   (Op(X Op^*(.) Z^-1) + Q) dy = b - Op(X) - Q y - Op(P),   Q = diag(0 on the first rows, I on the pattern rows),
/// </code>
/// and separate primal and dual steps. Z is always computed from y, so that the dual value is a bound at every point. The derived class
/// states Op, its adjoint and the Schur complement.
/// Sources: Helmberg et al. 1996, Mehrotra 1992, Toh, Todd and Tutuncu 1999.
/// </summary>
internal abstract class HkmMethod : IInteriorPointForm
{
    internal const int MostIterations = 80;

    /// <summary>Gap over max(value, floor) at which the iteration stops; the designs' own gaps are checked afterwards.</summary>
    internal const double GapTolerance = 1e-9;

    /// <summary>Half of 1e-6: values below this part of P0^2 are compared absolutely.</summary>
    internal const double ValueFloor = 0.5e-6;

    /// <summary>The start's multiplier of the trace where the objective is 0 for every R, or all but 0.</summary>
    internal const double LeastTraceMultiplier = 1e-12;

    protected readonly double[] _y, _dy, _b, _residual, _operator, _slack, _dSlack, _slackStart, _lambda, _dLambda, _schur;
    protected readonly RealCholesky _system;

    /// <summary>First of the pattern rows, and all rows.</summary>
    protected readonly int _pattern, _count;

    private readonly PsdPair[] _pairs;
    private readonly double[] _yBefore;
    private readonly int _mostIdle, _order;
    private double _bestMerit, _bound, _boundWithRelief, _mu;
    private int _idle;

    /// <param name="pairs">All pairs, which the derived class knows by their parts.</param>
    /// <param name="slacks">The number of inequalities.</param>
    /// <param name="pattern">Rows before the pattern rows.</param>
    /// <param name="rank">Pattern rows.</param>
    /// <param name="mostIdle">Iterations without a better iterate after which rounding is taken to have the upper hand.</param>
    protected HkmMethod(PsdPair[] pairs, int slacks, int pattern, int rank, int mostIdle)
    {
        (_pairs, _pattern, _count, _mostIdle) = (pairs, pattern, pattern + rank, mostIdle);
        _order = pairs.Sum(static pair => pair.Order) + slacks;
        _system = new RealCholesky(_count);
        _schur = new double[_count * _system.Stride];
        int padded = _system.Stride;
        (_y, _yBefore, _dy, _b) = (new double[padded], new double[padded], new double[padded], new double[padded]);
        (_residual, _operator) = (new double[padded], new double[padded]);
        (_slack, _dSlack, _slackStart) = (new double[slacks], new double[slacks], new double[slacks]);
        (_lambda, _dLambda) = (new double[slacks], new double[slacks]);
    }

    public abstract double IterationWork { get; }

    public abstract bool Start();

    /// <summary>Keeps the best iterate; the gap is that to the best bound so far.</summary>
    public bool Measure()
    {
        double infeasibility = Infeasibility(), value = PrimalValue();
        double dual = DualValue();
        _bound = Math.Max(_bound, dual);
        _boundWithRelief = Math.Max(_boundWithRelief, dual + Relief());
        double gap = (value - _bound) / Math.Max(value, ValueFloor);
        double merit = Math.Max(Math.Abs(gap) / GapTolerance, infeasibility);
        if (!double.IsFinite(merit)) return false;
        _idle = merit > 0.9 * _bestMerit ? _idle + 1 : 0;
        if (merit < _bestMerit)
        {
            _bestMerit = merit;
            foreach (PsdPair pair in _pairs) pair.SaveBest();
        }

        return _bestMerit > 1 && _idle < _mostIdle;
    }

    public bool Factor()
    {
        foreach (PsdPair pair in _pairs) pair.Prepare();
        _mu = Complementarity(0, 0);
        Array.Clear(_schur);
        AddSchur();
        for (int i = _pattern; i < _count; i++) _schur[i * (_system.Stride + 1)] += 1;
        return _system.Factor(_schur);
    }

    public void Predict()
    {
        foreach (PsdPair pair in _pairs) pair.StartPredictor();
        SetSlackStart(0, corrected: false);
        Direction();
    }

    public void Correct()
    {
        (double primal, double dual) = LargestSteps(PredictorAccuracy);
        double target = Centering(Complementarity(Math.Min(1, primal), Math.Min(1, dual)), _mu, primal, dual) * _mu;
        foreach (PsdPair pair in _pairs) pair.StartCorrector(target);
        SetSlackStart(target, corrected: true);
        Direction();
    }

    /// <summary>
    /// Shortens the steps until all pairs stay positive definite; Z is recomputed from y, so that rounding never separates the two.
    /// </summary>
    public bool Step()
    {
        (double primal, double dual) = LargestSteps(CorrectorAccuracy);
        (primal, dual) = Damped(primal, dual);
        foreach (PsdPair pair in _pairs)
        {
            while (primal > LeastStep && !pair.FactorX(primal)) primal *= Shortening;
        }

        if (!(primal > LeastStep)) return false;
        foreach (PsdPair pair in _pairs)
        {
            if (!pair.MoveX(primal)) return false;
        }

        for (int i = 0; i < _slack.Length; i++) _slack[i] += primal * _dSlack[i];
        Array.Copy(_y, _yBefore, _count);
        for (; dual > LeastStep; dual *= Shortening)
        {
            for (int i = 0; i < _count; i++) _y[i] = _yBefore[i] + dual * _dy[i];
            SetDual();
            if (FactorDual()) return true;
        }

        return false;
    }

    /// <summary>Runs the loop from the point that <see cref="Start"/> sets.</summary>
    protected InteriorPointOutcome Iterate(SolveBudget budget)
    {
        (_bestMerit, _bound, _boundWithRelief, _idle) = (double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity, 0);
        (int iterations, SolveLimit limit) = InteriorPointLoop.Run(this, MostIterations, budget);
        return new InteriorPointOutcome(iterations, _boundWithRelief, limit);
    }

    /// <summary>Fills _operator with Op(X, s) of the pairs, or of their directions.</summary>
    protected abstract void Operate(bool direction, double[] slack);

    /// <summary>Z = -Op^*(y) for every pair, or dZ from dy.</summary>
    protected abstract void Adjoint(double[] y, bool direction);

    /// <summary>Multipliers of the inequalities, or their directions, from y or dy.</summary>
    protected abstract void SetMultipliersOf(double[] y, double[] lambda);

    /// <summary>Adds the upper part of Op(X Op^*(.) Z^-1) and of the slacks to the cleared _schur.</summary>
    protected abstract void AddSchur();

    /// <summary>What the dual value gains from the targets that the bound is for, which are not below those of the iteration.</summary>
    protected virtual double Relief() => 0;

    /// <summary>Measures the point by <see cref="Residuals"/>; the largest residual over its tolerance.</summary>
    protected abstract double Infeasibility();

    /// <summary>Fills _operator and _residual = b - Op(X) - Q y.</summary>
    protected void Residuals()
    {
        Operate(direction: false, _slack);
        for (int i = 0; i < _count; i++) _residual[i] = _b[i] - _operator[i] - (i < _pattern ? 0 : _y[i]);
    }

    /// <summary>Z and lambda from y.</summary>
    protected void SetDual()
    {
        Adjoint(_y, direction: false);
        SetMultipliersOf(_y, _lambda);
    }

    protected bool FactorDual()
    {
        foreach (PsdPair pair in _pairs)
        {
            if (!pair.FactorZ()) return false;
        }

        foreach (double lambda in _lambda)
        {
            if (!(lambda > 0)) return false;
        }

        return true;
    }

    protected bool FactorPrimal() => Array.TrueForAll(_pairs, static pair => pair.FactorX(0));

    /// <summary>Solves for dy with right-hand side residual - Op(P) and completes all directions.</summary>
    private void Direction()
    {
        Operate(direction: true, _slackStart);
        for (int i = 0; i < _count; i++) _dy[i] = _residual[i] - _operator[i];
        _system.Solve(_dy);
        Adjoint(_dy, direction: true);
        SetMultipliersOf(_dy, _dLambda);
        foreach (PsdPair pair in _pairs) pair.CompleteDirection();
        for (int i = 0; i < _slack.Length; i++) _dSlack[i] = _slackStart[i] - _slack[i] / _lambda[i] * _dLambda[i];
    }

    /// <summary>The scalar counterpart of P: mu / lambda - s - ds dlambda / lambda.</summary>
    private void SetSlackStart(double mu, bool corrected)
    {
        for (int i = 0; i < _slack.Length; i++)
        {
            double correction = corrected ? _dSlack[i] * _dLambda[i] : 0;
            _slackStart[i] = (mu - correction) / _lambda[i] - _slack[i];
        }
    }

    private (double Primal, double Dual) LargestSteps(double accuracy)
    {
        double primal = double.PositiveInfinity, dual = double.PositiveInfinity;
        foreach (PsdPair pair in _pairs)
        {
            primal = Math.Min(primal, pair.LargestStepX(accuracy));
            dual = Math.Min(dual, pair.LargestStepZ(accuracy));
        }

        for (int i = 0; i < _slack.Length; i++)
        {
            if (_dSlack[i] < 0) primal = Math.Min(primal, -_slack[i] / _dSlack[i]);
            if (_dLambda[i] < 0) dual = Math.Min(dual, -_lambda[i] / _dLambda[i]);
        }

        return (primal, dual);
    }

    /// <summary>(sum Tr(X Z) + s^T lambda) / (total order), at the point or after the steps.</summary>
    private double Complementarity(double primal, double dual)
    {
        double sum = 0;
        foreach (PsdPair pair in _pairs) sum += pair.Complementarity(primal, dual);
        for (int i = 0; i < _slack.Length; i++) sum += (_slack[i] + primal * _dSlack[i]) * (_lambda[i] + dual * _dLambda[i]);
        return sum / _order;
    }

    /// <summary>1/2 ||F A(R) - f||^2 of the current R.</summary>
    private double PrimalValue()
    {
        double sum = 0;
        for (int i = _pattern; i < _count; i++)
        {
            double w = _operator[i] - _b[i];
            sum += w * w;
        }

        return sum / 2;
    }

    private double DualValue()
    {
        double sum = 0;
        for (int i = 0; i < _count; i++) sum += _y[i] * (i < _pattern ? _b[i] : _b[i] - _y[i] / 2);
        return sum;
    }
}

/// <summary>How the iteration ended; the variables are read from the method.</summary>
/// <param name="Bound">The best dual value: a lower bound on 1/2 ||w||^2.</param>
internal readonly record struct InteriorPointOutcome(int Iterations, double Bound, SolveLimit Limit);
