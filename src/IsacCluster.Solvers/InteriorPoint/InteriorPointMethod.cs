using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>
/// Primal-dual interior-point method (HKM direction, Mehrotra predictor-corrector) for <see cref="ConicProgram"/>.
/// <code>
///   y = (y_u, nu, lambda) are the multipliers of the F rows, the trace and the channel rows. w is eliminated by its
///   stationarity w = -y_u, which leaves the primal equations  Op(X, q, s) + Q y = b  with Q = diag(I on y_u, 0).
///
///   Dual:  maximise  -1/2 ||y_u||^2 + b^T y
///          s.t.      Z_b = -Op_b^*(y) >= 0,   z_k = -a_k^T y >= 0,   lambda_i >= 0 on inequalities.
///
///   Op_b^*(y) = V_b^H [ T(F^T y_u + nu e_0) + sum_i y_i (channel row i) ] V_b, a Toeplitz matrix and a few rank-one terms.
///
///   Newton on X Z = sigma mu I:  dX = P - sym(X dZ Z^-1),  P = sigma mu Z^-1 - X - sym(dX_aff dZ_aff Z^-1),  dZ = -Op^*(dy)
///   gives  (Op(X Op^*(.) Z^-1) + Q) dy = b - Op(X) - Q y - Op(P):
/// </code>
/// a symmetric positive definite system in rank(G) + 1 + (channel rows) unknowns. Z is always computed from y, so every iterate is dual
/// feasible and its dual value is a bound; (y_u, nu, lambda) = (0, -1, small) starts strictly inside. The primal starts infeasible.
/// Sources: Helmberg et al. 1996, Mehrotra 1992, Toh, Todd and Tutuncu 1999; Alkire and Vandenberghe 2002 for the Toeplitz part.
/// Owns its buffers: one thread, any number of solves of one shape.
/// </summary>
internal sealed partial class InteriorPointMethod
{
    private const int MostIterations = 80;

    /// <summary>Iterations without a better iterate after which rounding is taken to have the upper hand.</summary>
    private const int MostIdleIterations = 12;

    /// <summary>Gap over max(value, floor) at which the iteration stops; the designs' own gaps are checked afterwards.</summary>
    private const double GapTolerance = 1e-9;

    /// <summary>Half of 1e-6: values below this part of P0^2 are compared absolutely.</summary>
    private const double ValueFloor = 0.5e-6;

    /// <summary>Relative residual of trace and inequalities that is left to the design's own repair; a tenth of the SINR tolerance.</summary>
    private const double FeasibilityTolerance = 1e-10;

    /// <summary>Targets below this part of P0 are compared absolutely: rounding of R is larger.</summary>
    private const double LeastTarget = 1e-5;

    /// <summary>What an equality's residual is relative to, its target being zero.</summary>
    private const double EqualityScale = 0.1;

    private readonly ProgramShape _shape;
    private readonly PsdBlock[] _blocks;
    private readonly int _trace, _count;
    private readonly double[] _y, _bestY, _dy, _b, _residual, _operator, _predicted, _coefficients, _sums;
    private readonly double[] _slack, _dSlack, _bestSlack, _ray, _rayDual, _dRay, _dRayDual, _bestRay;
    private readonly double[] _slackCorrection, _rayCorrection;
    private readonly PlanarMatrix _common, _multipliers, _weighted, _product;
    private ConicProgram _program = null!;

    public InteriorPointMethod(ProgramShape shape)
    {
        _shape = shape;
        (_trace, _count) = (shape.Rank, shape.Rank + 1 + shape.Rows);
        int padded = PlanarMatrix.Padded(_count), blocks = shape.FullBlocks + (shape.LiftedOrder > 0 ? 1 : 0);
        _blocks = new PsdBlock[blocks];
        for (int b = 0; b < blocks; b++)
        {
            bool lifted = b >= shape.FullBlocks;
            _blocks[b] = new PsdBlock(lifted ? shape.LiftedOrder : shape.Antennas, shape.Antennas, shape.Users, lifted);
        }

        (_y, _bestY, _dy, _b) = (new double[padded], new double[padded], new double[padded], new double[padded]);
        (_residual, _operator, _predicted) = (new double[padded], new double[padded], new double[padded]);
        int sums = PlanarMatrix.Padded(2 * shape.Antennas - 1);
        (_coefficients, _sums) = (new double[sums], new double[sums]);
        (_slack, _dSlack, _bestSlack) = (new double[shape.Rows], new double[shape.Rows], new double[shape.Rows]);
        _slackCorrection = new double[shape.Rows];
        (_ray, _rayDual, _dRay, _dRayDual) = (new double[shape.Rays], new double[shape.Rays], new double[shape.Rays], new double[shape.Rays]);
        (_bestRay, _rayCorrection) = (new double[shape.Rays], new double[shape.Rays]);
        _common = new PlanarMatrix(shape.Antennas, shape.Antennas);
        int users = Math.Max(1, shape.Users);
        (_multipliers, _weighted) = (new PlanarMatrix(users, users), new PlanarMatrix(users, shape.Antennas));
        _product = new PlanarMatrix(users, shape.Antennas);
        _system = new RealCholesky(_count);
        _restoration = new RealCholesky(shape.Rows + 1);
        _restorationMatrix = new double[(shape.Rows + 1) * _restoration.Stride];
        _restorationStep = new double[_restoration.Stride];
        _schur = new double[_count * _system.Stride];
        _toeplitz = new double[(2 * shape.Antennas - 1) * sums];
        _features = new double[(shape.Rank + 1) * sums];
        _column = new double[padded];
        _correlation = new ToeplitzCorrelation(shape.Antennas);
        _outer = new OuterProductSums(shape.Antennas);
        (_gainX, _gainZ) = (new PlanarMatrix(users, users), new PlanarMatrix(users, users));
    }

    /// <summary>The number of positive semidefinite blocks; the lifted one, if any, is the last.</summary>
    public int BlockCount => _blocks.Length;

    /// <summary>X_b of the best iterate; valid until the next solve.</summary>
    public PlanarMatrix Block(int index) => _blocks[index].Best;

    /// <summary>q_k of the best iterate.</summary>
    public ReadOnlySpan<double> Rays => _bestRay;

    /// <summary>s_i of the best iterate.</summary>
    public ReadOnlySpan<double> Slacks => _bestSlack;

    public bool Fits(ConicProgram program) => program.Shape == _shape;

    /// <summary>Solves one program of this shape.</summary>
    public InteriorPointOutcome Solve(ConicProgram program)
    {
        _program = program;
        Start();
        double bestMerit = double.PositiveInfinity, bound = double.NegativeInfinity;
        int iteration = 0, withoutProgress = 0;
        for (; iteration <= MostIterations; iteration++)
        {
            double infeasibility = RestoredResiduals();
            if (!PrepareBlocks()) break;
            double mu = Complementarity();
            double value = PrimalValue(), dual = DualValue();
            bound = Math.Max(bound, dual);
            double gap = (value - bound) / Math.Max(value, ValueFloor);
            double merit = Math.Max(Math.Abs(gap) / GapTolerance, infeasibility / FeasibilityTolerance);
            if (!double.IsFinite(merit)) break;
            if (merit < bestMerit)
            {
                withoutProgress = merit > 0.9 * bestMerit ? withoutProgress + 1 : 0;
                bestMerit = merit;
                SaveBest();
            }
            else
            {
                withoutProgress++;
            }

            if (bestMerit <= 1 || withoutProgress >= MostIdleIterations || iteration == MostIterations) break;
            if (!Step(mu)) break;
        }

        return new InteriorPointOutcome(bestMerit <= 1, iteration, bound, iteration >= MostIterations);
    }

    /// <summary>X = I / (M B), Z close to I, slacks on the same central path.</summary>
    private void Start()
    {
        ProgramShape shape = _shape;
        Array.Clear(_y);
        Array.Copy(_program.FeatureTargets, _b, _trace + 1);
        _y[_trace] = -1;
        double order = shape.FullBlocks * shape.Antennas + shape.LiftedOrder, mu = order > 0 ? 1 / order : 1.0 / shape.Rays;
        foreach (PsdBlock block in _blocks)
        {
            if (block.IsLifted) block.SetLift(_program.Lift!);
            block.X.SetIdentity(mu);
        }

        for (int i = 0; i < shape.Rows; i++)
        {
            ChannelRow row = _program.Rows[i];
            _b[_trace + 1 + i] = row.Target;
            if (!row.IsInequality) continue;
            double largest = Math.Max(Math.Abs(row.Common), Math.Abs(row.Common + row.Own));
            _y[_trace + 1 + i] = 0.4 / largest / (shape.FullBlocks == 1 ? shape.Users : 1);
            _slack[i] = mu / _y[_trace + 1 + i];
        }

        for (int k = 0; k < shape.Rays; k++)
        {
            _rayDual[k] = -DotRay(k, _y);
            _ray[k] = mu / _rayDual[k];
        }

        Adjoint(_y, direction: false);
    }

    private bool PrepareBlocks()
    {
        foreach (PsdBlock block in _blocks)
        {
            if (!block.Prepare()) return false;
            if (_shape.Rows == 0) continue;
            HermitianKernels.Apply(block.ZInverse, _program.Channel, block.ZInverseChannel);
        }

        return true;
    }

    /// <summary>(sum_b Tr(X_b Z_b) + s^T lambda + q^T z) / (total order).</summary>
    private double Complementarity()
    {
        double sum = 0, order = 0;
        foreach (PsdBlock block in _blocks)
        {
            sum += PlanarMatrix.Inner(block.X, block.Z);
            order += block.Order;
        }

        for (int i = 0; i < _shape.Rows; i++)
        {
            if (!_program.Rows[i].IsInequality) continue;
            sum += _slack[i] * _y[_trace + 1 + i];
            order++;
        }

        for (int k = 0; k < _shape.Rays; k++)
        {
            sum += _ray[k] * _rayDual[k];
            order++;
        }

        return sum / order;
    }

    /// <summary>Fills Op(X) and b - Op(X) - Q y; returns the largest relative residual of the trace and the channel rows.</summary>
    private double Residuals()
    {
        ClearOperator();
        for (int b = 0; b < _blocks.Length; b++) AddToOperator(_blocks[b], b, _blocks[b].X, _blocks[b].XChannel);
        FinishOperator(_slack, _ray);
        double largest = 0;
        for (int i = 0; i < _count; i++)
        {
            _residual[i] = _b[i] - _operator[i] - (i < _trace ? _y[i] : 0);
            if (i < _trace) continue;
            double scale = i == _trace ? 1 : _program.Rows[i - _trace - 1].IsInequality ? Math.Max(_b[i], LeastTarget) : EqualityScale;
            largest = Math.Max(largest, Math.Abs(_residual[i]) / scale);
        }

        return largest;
    }

    /// <summary>1/2 ||F A(R) - f||^2 of the current R.</summary>
    private double PrimalValue()
    {
        double sum = 0;
        for (int i = 0; i < _trace; i++)
        {
            double w = _operator[i] - _b[i];
            sum += w * w;
        }

        return sum / 2;
    }

    private double DualValue()
    {
        double sum = 0;
        for (int i = 0; i < _count; i++) sum += _y[i] * (i < _trace ? _b[i] - _y[i] / 2 : _b[i]);
        return sum;
    }

    private void SaveBest()
    {
        foreach (PsdBlock block in _blocks) block.Best.CopyFrom(block.X);
        Array.Copy(_y, _bestY, _y.Length);
        Array.Copy(_slack, _bestSlack, _slack.Length);
        Array.Copy(_ray, _bestRay, _ray.Length);
    }
}

/// <summary>How the iteration ended; the variables are read from the method.</summary>
/// <param name="Converged">Gap and residuals reached their tolerances.</param>
/// <param name="Bound">The best dual value: a lower bound on 1/2 ||w||^2.</param>
internal readonly record struct InteriorPointOutcome(bool Converged, int Iterations, double Bound, bool LimitReached);
