using IsacCluster.Numerics;
using IsacCluster.Solvers.InteriorPoint.Blockwise;

namespace IsacCluster.Solvers.InteriorPoint.Coupled;

/// <summary>
/// Primal-dual interior-point method (HKM direction, Mehrotra predictor-corrector, as <see cref="InteriorPointMethod"/>) for
/// <see cref="CoupledProgram"/>. The multipliers are y = (lambda of the SINR rows; Q of the link, L^2; nu of the trace; y_u of the pattern rows), and
/// <code>
///   Z_R = T - U Q U^H,   T = -F diag(Psi^T (nu, y_u)) F^T real symmetric,
///   Z_l = Q + sum_j lambda_j g_j g_j^H - (1 + 1/Gamma0) lambda_l g_l g_l^H     (split),
/// </code>
/// with lambda = the diagonal of Q for zero forcing. The Schur complement has 2M + L^2 + L unknowns (2M + L^2 for zero forcing).
/// Owns its buffers: one thread, any number of solves of one shape.
/// </summary>
internal sealed partial class CoupledMethod
{
    private const int MostIterations = 80, MostIdleIterations = 4;
    private const double GapTolerance = 1e-9, ValueFloor = 0.5e-6, TraceTolerance = 1e-10, InterferenceTolerance = 1e-8;

    /// <summary>Of a warm start: halvings of the interval of tau, and how far above the least it begins.</summary>
    private const int WarmBisections = 6;
    private const double WarmRoom = 1.2;

    private readonly CoupledShape _shape;
    private readonly SteeringBasis _basis;
    private readonly PsdVariable _covariance;
    private readonly PsdVariable[] _shares;
    private readonly int _users, _link, _small, _count, _order, _frequencies;
    private readonly double[] _y, _yBefore, _dy, _b, _residual, _operator;
    private readonly double[] _slack, _dSlack, _slackStart;
    private CoupledProgram _program = null!;

    public CoupledMethod(CoupledShape shape)
    {
        (_shape, _users, _basis) = (shape, shape.Users, SteeringBasis.Of(shape.Antennas));
        (_link, _frequencies) = (shape.IsSplit ? _users : 0, _basis.Frequencies);
        _small = _link + HermitianLink.Count(_users);
        _count = _small + 1 + shape.Rank;
        _covariance = new PsdVariable(shape.Antennas);
        _shares = new PsdVariable[shape.IsSplit ? _users : 0];
        for (int k = 0; k < _shares.Length; k++) _shares[k] = new PsdVariable(_users);
        _order = shape.Antennas + _shares.Length * _users + _users;
        int padded = PlanarMatrix.Padded(_count);
        (_y, _yBefore, _dy, _b) = (new double[padded], new double[padded], new double[padded], new double[padded]);
        (_residual, _operator) = (new double[padded], new double[padded]);
        (_slack, _dSlack, _slackStart) = (new double[_users], new double[_users], new double[_users]);
        _system = new RealCholesky(_count);
        _schur = new double[_count * _system.Stride];
        (_linkAdjoint, _linkColumns) = (new(_users, shape.Antennas), new(shape.Antennas, _users));
        (_linkHalf, _linkWide, _received, _multiplier) = (new(_users, shape.Antennas), new(shape.Antennas, shape.Antennas), new(_users, _users), new(_users, _users));
        (_receivedDual, _channelColumns) = (new(_users, _users), new(_users, _users));
        (_xFrequencies, _zFrequencies) = (new(shape.Antennas, _frequencies), new(shape.Antennas, _frequencies));
        (_xKernel, _zKernel) = (new(_frequencies, _frequencies), new(_frequencies, _frequencies));
        (_xLink, _zLink) = (new(_users, _frequencies), new(_users, _frequencies));
        (_xChannels, _zChannels) = (new(_users, _users), new(_users, _users));
        _kernel = new double[_frequencies * _basis.Stride];
        int width = PlanarMatrix.Padded(1 + shape.Rank);
        (_half, _image) = (new double[(1 + shape.Rank) * _basis.Stride], new double[(1 + shape.Rank) * width]);
        int links = HermitianLink.Count(_users);
        (_linkFeatures, _linkImages, _channelForms) = (new double[links * _basis.Stride], new double[links * width], new double[links * PlanarMatrix.Padded(_users)]);
        (_pattern, _weights) = (new double[_basis.Stride], new double[_basis.Stride]);
        _weighted = new double[shape.Antennas * _basis.Stride];
    }

    public CoupledShape Shape => _shape;

    /// <summary>R of the best iterate, in steering coordinates.</summary>
    public PlanarMatrix Covariance => _covariance.Best;

    /// <summary>C_l of the best iterate.</summary>
    public PlanarMatrix Share(int user) => _shares[user].Best;

    /// <summary>Solves one program of this shape.</summary>
    public InteriorPointOutcome Solve(CoupledProgram program, SolveBudget budget)
    {
        _program = program;
        if (!Start()) return new InteriorPointOutcome(0, double.NegativeInfinity, SolveLimit.None);
        double bestMerit = double.PositiveInfinity, bound = double.NegativeInfinity;
        int iteration = 0, idle = 0;
        for (; iteration <= MostIterations; iteration++)
        {
            double infeasibility = Residuals();
            double value = PrimalValue();
            bound = Math.Max(bound, DualValue());
            double gap = (value - bound) / Math.Max(value, ValueFloor);
            double merit = Math.Max(Math.Abs(gap) / GapTolerance, infeasibility);
            if (!double.IsFinite(merit)) break;
            idle = merit > 0.9 * bestMerit ? idle + 1 : 0;
            if (merit < bestMerit)
            {
                bestMerit = merit;
                _covariance.Best.CopyFrom(_covariance.X);
                foreach (PsdVariable share in _shares) share.Best.CopyFrom(share.X);
            }

            if (bestMerit <= 1 || idle >= MostIdleIterations || iteration == MostIterations || !budget.TryContinue()) break;
            _covariance.Prepare();
            foreach (PsdVariable share in _shares) share.Prepare();
            if (!Step(Complementarity(0, 0))) break;
        }

        return new InteriorPointOutcome(iteration, bound, iteration >= MostIterations ? SolveLimit.Iterations : budget.Limit);
    }

    /// <summary>
    /// X from the program, y_u = -w so that the pattern rows hold, then Z_R = T(w) + tau (I + kappa ...), tau doubled until all are
    /// positive definite and once more.
    /// </summary>
    private bool Start()
    {
        LoadLink();
        Array.Clear(_b);
        for (int l = 0; l < _users; l++) _b[l] = _program.Targets[l];
        _b[_small] = 1;
        _covariance.X.CopyFrom(_program.Covariance);
        for (int k = 0; k < _shares.Length; k++) _shares[k].X.CopyFrom(_program.Shares[k]);
        Array.Clear(_slack);
        Operate(direction: false, _slack);
        for (int l = 0; l < _users; l++) _slack[l] = _operator[l] - _b[l];
        for (int i = _small + 1; i < _count; i++) _y[i] = -_operator[i];
        (_y[_small], double largest) = (0, 0);
        SetWeights(_y);
        foreach (double weight in _weights) largest = Math.Max(largest, Math.Abs(weight));
        for (double tau = largest * _frequencies / (8 * _program.Margin) + double.Epsilon; double.IsFinite(tau); tau *= 2)
        {
            if (!SetMultipliers(tau) || !FactorDual()) continue;
            tau = _program.IsWarm ? LeastTrace(tau) : 2 * tau;
            return SetMultipliers(tau) && FactorDual() && FactorPrimal(0);
        }

        return false;
    }

    /// <summary>Close above the least tau whose Z are positive definite, by bisection from one that is large enough.</summary>
    private double LeastTrace(double above)
    {
        double below = 0;
        for (int step = 0; step < WarmBisections; step++)
        {
            double middle = (below + above) / 2;
            if (SetMultipliers(middle) && FactorDual()) above = middle;
            else below = middle;
        }

        return WarmRoom * above;
    }

    private bool FactorPrimal(double step)
    {
        if (!_covariance.FactorX(step)) return false;
        foreach (PsdVariable share in _shares)
        {
            if (!share.FactorX(step)) return false;
        }

        return true;
    }

    /// <summary>
    /// nu = -tau. Zero forcing: Q = tau kappa W. Split: lambda = tau kappa q, and with S the largest matrix below Z_0 = Z_R + U S U^H,
    /// (U^H Z_0^-1 U)^-1, and rho = max (1 + 1/Gamma0) lambda_l g_l^H S^-1 g_l below 1: Q = (1 + rho) / 2 S - sum lambda_j g_j g_j^H.
    /// </summary>
    private bool SetMultipliers(double tau)
    {
        _y[_small] = -tau;
        double kappa = tau * (1 - _program.Margin);
        Array.Clear(_y, 0, _small);
        PlanarMatrix w = _program.Multipliers;
        if (_link == 0)
        {
            HermitianLink.Add(w, kappa, _y, 0);
            Adjoint(_y, direction: false);
            return true;
        }

        PlanarMatrix channels = _program.Channels!;
        _multiplier.Clear();
        for (int l = 0; l < _users; l++)
        {
            _y[l] = kappa * w.Re[l * (w.Stride + 1)];
            HermitianKernels.AddOuter(_y[l], channels, l, _multiplier);
        }

        // Z_0: Q = -sum lambda_j g_j g_j^H in the formula of Z_R.
        HermitianLink.Add(_multiplier, -1, _y, _link);
        Adjoint(_y, direction: false);
        if (!_covariance.FactorZ()) return false;
        _covariance.InvertZ();
        Receive(_covariance.ZInverse, _received);
        PsdVariable scratch = _shares[0];
        scratch.Z.CopyFrom(_received);
        if (!scratch.FactorZ()) return false;
        scratch.InvertZ();
        double rho = 0;
        for (int l = 0; l < _users; l++)
            rho = Math.Max(rho, _program.Own * _y[l] * MatrixProducts.Quadratic(_received, channels, l));
        if (!(rho < 1)) return false;
        HermitianLink.Add(scratch.ZInverse, (1 + rho) / 2, _y, _link);
        Adjoint(_y, direction: false);
        return true;
    }

    private bool FactorDual()
    {
        if (!_covariance.FactorZ()) return false;
        foreach (PsdVariable share in _shares)
        {
            if (!share.FactorZ()) return false;
        }

        for (int l = 0; l < _users; l++)
        {
            if (!(_y[l] > 0)) return false;
        }

        return true;
    }

    /// <summary>(sum Tr(X Z) + s^T lambda) / (total order), at the point or after the steps.</summary>
    private double Complementarity(double primal, double dual)
    {
        double sum = _covariance.Complementarity(primal, dual);
        foreach (PsdVariable share in _shares) sum += share.Complementarity(primal, dual);
        for (int l = 0; l < _users; l++) sum += (_slack[l] + primal * _dSlack[l]) * (_y[l] + dual * _dy[l]);
        return sum / _order;
    }

    /// <summary>
    /// Fills Op(X) and b - Op(X) - Q y; returns the largest residual, over its tolerance, of the trace, and of SINR rows and link relative to what user l receives
    /// as interference, at most (U^H R U)_ll / (1 + Gamma0) (with unit columns of U), or as noise.
    /// </summary>
    private double Residuals()
    {
        Operate(direction: false, _slack);
        double largest = 0, scale = 1;
        for (int l = 0; l < _users; l++)
        {
            double seen = _link == 0 ? _received.Re[l * (_received.Stride + 1)]
                : (1 - 1 / _program.Own) * MatrixProducts.Quadratic(_received, _program.Channels!, l);
            scale = Math.Min(scale, Math.Max(_b[l], seen));
        }

        for (int i = 0; i < _count; i++)
        {
            _residual[i] = _b[i] - _operator[i] - (i > _small ? _y[i] : 0);
            if (i <= _small) largest = Math.Max(largest, Math.Abs(_residual[i]) / (i == _small ? TraceTolerance : scale * InterferenceTolerance));
        }

        return largest;
    }

    /// <summary>1/2 ||F A(R)||^2.</summary>
    private double PrimalValue()
    {
        double sum = 0;
        for (int i = _small + 1; i < _count; i++) sum += _operator[i] * _operator[i];
        return sum / 2;
    }

    private double DualValue()
    {
        double sum = 0;
        for (int i = 0; i < _count; i++) sum += _y[i] * (i <= _small ? _b[i] : -_y[i] / 2);
        return sum;
    }
}
