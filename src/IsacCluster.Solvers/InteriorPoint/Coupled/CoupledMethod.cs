using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Coupled;

/// <summary>
/// The form with one block for all users: <see cref="HkmMethod"/> for <see cref="CoupledProgram"/>. The multipliers are y = (lambda of the
/// SINR rows; Q of the link, L^2; nu of the trace; y_u of the pattern rows), and
/// <code>
///   Z_R = T - U Q U^H,   T = -F diag(Psi^T (nu, y_u)) F^T real symmetric,
///   Z_l = Q + sum_j lambda_j g_j g_j^H - (1 + 1/Gamma0) lambda_l g_l g_l^H     (split),
/// </code>
/// with lambda = the diagonal of Q for zero forcing. The Schur complement has 2M + L^2 + L unknowns (2M + L^2 for zero forcing).
/// Owns its buffers: one thread, any number of solves of one shape.
/// </summary>
internal sealed partial class CoupledMethod : HkmMethod
{
    internal const int MostIdleIterations = 4;
    internal const double TraceTolerance = 1e-10, InterferenceTolerance = 1e-8;

    /// <summary>Of a warm start: halvings of the interval of tau, and how far above the least it begins.</summary>
    private const int WarmBisections = 6;
    private const double WarmRoom = 1.2;

    private readonly CoupledShape _shape;
    private readonly SteeringBasis _basis;
    private readonly PsdVariable _covariance;
    private readonly PsdVariable[] _shares;
    private readonly int _users, _link, _small, _frequencies;
    private CoupledProgram _program = null!;

    public CoupledMethod(CoupledShape shape)
        : this(shape, new PsdVariable(shape.Antennas), [.. Enumerable.Range(0, shape.Shares).Select(_ => new PsdVariable(shape.Users))]) { }

    private CoupledMethod(CoupledShape shape, PsdVariable covariance, PsdVariable[] shares)
        : base([covariance, .. shares], shape.Users, shape.Shares + HermitianLink.Count(shape.Users) + 1, shape.Rank, MostIdleIterations)
    {
        (_shape, _users, _covariance, _shares) = (shape, shape.Users, covariance, shares);
        _basis = SteeringBasis.Of(shape.Antennas, shape.Rows);
        (_link, _small, _frequencies) = (shape.Shares, _pattern - 1, _basis.Frequencies);
        (_linkAdjoint, _linkColumns) = (new(_users, shape.Antennas), new(shape.Antennas, _users));
        (_linkHalf, _linkWide, _received, _multiplier) = (new(_users, shape.Antennas), new(shape.Antennas, shape.Antennas),
            new(_users, _users), new(_users, _users));
        (_receivedDual, _channelColumns) = (new(_users, _users), new(_users, _users));
        (_xFrequencies, _zFrequencies) = (new(shape.Antennas, _frequencies), new(shape.Antennas, _frequencies));
        (_xKernel, _zKernel) = (new(_frequencies, _frequencies), new(_frequencies, _frequencies));
        (_xLink, _zLink) = (new(_users, _frequencies), new(_users, _frequencies));
        (_xChannels, _zChannels) = (new(_users, _users), new(_users, _users));
        _kernel = new double[_frequencies * _basis.Stride];
        int width = PlanarMatrix.Padded(1 + shape.Rank);
        (_half, _image) = (new double[(1 + shape.Rank) * _basis.Stride], new double[(1 + shape.Rank) * width]);
        int links = HermitianLink.Count(_users);
        (_linkFeatures, _linkImages, _channelForms) = (new double[links * _basis.Stride], new double[links * width],
            new double[links * PlanarMatrix.Padded(_users)]);
        (_powers, _weights) = (new double[_basis.Stride], new double[_basis.Stride]);
        _weighted = new double[shape.Antennas * _basis.Stride];
    }

    public CoupledShape Shape => _shape;

    public override double IterationWork => SolveWork.OfCoupled(_shape.Antennas, _users, frequencies: _frequencies);

    /// <summary>The best iterate, in the method's own buffers.</summary>
    public CoupledPoint Point => new(_covariance.Best, [.. _shares.Select(static share => share.Best)]);

    /// <summary>Solves one program of this shape.</summary>
    public InteriorPointOutcome Solve(CoupledProgram program, SolveBudget budget)
    {
        _program = program;
        return Iterate(budget);
    }

    /// <summary>
    /// X from the program, y_u = -w so that the pattern rows hold, then Z_R = T(w) + tau (I + kappa ...), tau doubled until all are
    /// positive definite and once more.
    /// </summary>
    public override bool Start()
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
        for (double tau = Math.Max(largest * _frequencies / (8 * _program.Margin), LeastTraceMultiplier); double.IsFinite(tau); tau *= 2)
        {
            if (!SetMultipliers(tau) || !FactorDual()) continue;
            tau = _program.IsWarm ? LeastTrace(tau) : 2 * tau;
            return SetMultipliers(tau) && FactorDual() && FactorPrimal();
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
            SetDual();
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
            rho = Math.Max(rho, _program.Own[l] * _y[l] * MatrixProducts.Quadratic(_received, channels, l));
        if (!(rho < 1)) return false;
        HermitianLink.Add(scratch.ZInverse, (1 + rho) / 2, _y, _link);
        SetDual();
        return true;
    }

    protected override void SetMultipliersOf(double[] y, double[] lambda) => Array.Copy(y, lambda, lambda.Length);

    /// <summary>
    /// The largest residual, over its tolerance, of the trace, and of SINR rows and link relative to what user l receives as interference,
    /// at most (U^H R U)_ll / (1 + Gamma0) (with unit columns of U), or as noise.
    /// </summary>
    protected override double Infeasibility()
    {
        Residuals();
        double largest = 0, scale = 1;
        for (int l = 0; l < _users; l++)
        {
            double seen = _link == 0 ? _received.Re[l * (_received.Stride + 1)]
                : (1 - 1 / _program.Own[l]) * MatrixProducts.Quadratic(_received, _program.Channels!, l);
            scale = Math.Min(scale, Math.Max(_b[l], seen));
        }

        for (int i = 0; i <= _small; i++)
            largest = Math.Max(largest, Math.Abs(_residual[i]) / (i == _small ? TraceTolerance : scale * InterferenceTolerance));
        return largest;
    }
}
