using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Blockwise;

/// <summary>
/// The form with one block for each user: <see cref="HkmMethod"/> for <see cref="ConicProgram"/>.
/// <code>
///   y = (nu, lambda, y_u) are the multipliers of the trace, the channel rows and the F rows. w is eliminated by its
///   stationarity w = -y_u, which leaves the primal equations  Op(X, s) + Q y = b  with Q = diag(0, 0, I on y_u).
///
///   Dual:  maximise  -1/2 ||y_u||^2 + b^T y
///          s.t.      Z_b = -Op_b^*(y) >= 0,   lambda >= 0.
///
///   Op_b^*(y) = V_b^H [ T(F^T y_u + nu e_0) + sum_i y_i c_ib g_i g_i^H ] V_b, a Toeplitz matrix and a few rank-one terms.
///
///   Newton on X Z = sigma mu I:  dX = P - sym(X dZ Z^-1),  P = sigma mu Z^-1 - X - sym(dX_aff dZ_aff Z^-1),  dZ = -Op^*(dy)
///   gives  (Op(X Op^*(.) Z^-1) + Q) dy = b - Op(X) - Q y - Op(P):
/// </code>
/// a symmetric positive definite system in 1 + (channel rows) + rank(G) unknowns. Every iterate is primal and dual feasible: the program
/// brings a strictly feasible X and multipliers of the rows, steps keep the linear equations, and Z is always computed from y, so that the
/// dual value is a bound.
///
/// Narrow programs, whose trace is hardly above the least (<see cref="InteriorStart"/>), are solved in coordinates X_b = T_b X'_b T_b^H in
/// which the start is I, and with the trace row replaced by its combination with the channel rows that is small itself,
/// <code>
///   sum_b Tr(D_b X_b) + sum_i q_i s_i = t - sum_i q_i target_i,   D_b = I - sum_i q_i c_ib g_i g_i^H >= 0:
/// </code>
/// all terms are positive and of the size of the excess, so that rounding is relative to the excess and not to t. lambda_i = y_i - q_i y_0.
/// Otherwise D_b = I, q = 0.
/// Owns its buffers: one thread, any number of solves of one shape.
/// </summary>
internal sealed partial class BlockwiseMethod : HkmMethod
{
    private const int MostIdleIterations = 12;

    /// <summary>
    /// Relative residual of trace and inequalities that is left to the design's own repair; a thousandth of the SINR tolerance.
    /// </summary>
    private const double FeasibilityTolerance = 1e-10;

    /// <summary>Targets below this part of P0 are compared absolutely: rounding of R is larger.</summary>
    private const double LeastTarget = 1e-5;

    private readonly ProgramShape _shape;
    private readonly PsdBlock[] _blocks;
    private readonly FeatureBasis _fullBasis;
    private readonly int _frequencies, _kernelStride, _rowStride;
    private readonly double[] _coefficients, _sums, _weights;
    private readonly PlanarMatrix _common;
    private ConicProgram _program = null!;

    public BlockwiseMethod(ProgramShape shape)
        : this(shape, new FeatureBasis(shape.Antennas, shape.Frequencies, shape.Rows)) { }

    private BlockwiseMethod(ProgramShape shape, FeatureBasis fullBasis)
        : this(shape, fullBasis, [.. Enumerable.Range(0, shape.LiftedOrders.Length).Select(b => MakeBlock(shape, fullBasis, b))]) { }

    private BlockwiseMethod(ProgramShape shape, FeatureBasis fullBasis, PsdBlock[] blocks)
        : base(blocks, shape.Rows, 1 + shape.Rows, shape.Rank, MostIdleIterations)
    {
        (_shape, _fullBasis, _blocks) = (shape, fullBasis, blocks);
        int sums = PlanarMatrix.Padded(shape.Frequencies);
        (_coefficients, _sums, _weights) = (new double[sums], new double[sums], new double[shape.Rows]);
        _common = new PlanarMatrix(shape.Antennas, shape.Antennas);
        _restoration = new RealCholesky(shape.Rows + 1);
        _restorationMatrix = new double[(shape.Rows + 1) * _restoration.Stride];
        _restorationStep = new double[_restoration.Stride];
        _frequencies = shape.Frequencies;
        (_kernelStride, _rowStride) = (PlanarMatrix.Padded(_frequencies + shape.Rows), PlanarMatrix.Padded(_frequencies));
        IterationWork = blocks.Sum(block => SolveWork.OfVariable(block.Order, _frequencies + shape.Rows)) + SolveWork.OfSystem(_count);
        int width = PlanarMatrix.Padded(shape.Rank);
        _kernel = new double[(_frequencies + shape.Rows) * _kernelStride];
        _products = new double[_kernelStride];
        (_rowFeatures, _rowImages) = (new double[(1 + shape.Rows) * _rowStride], new double[(1 + shape.Rows) * width]);
        (_features, _image) = (new double[shape.Rank * _kernelStride], new double[shape.Rank * width]);
    }

    /// <summary>The number of positive semidefinite blocks.</summary>
    public int BlockCount => _blocks.Length;

    /// <summary>X_b of the best iterate; valid until the next solve.</summary>
    public PlanarMatrix Block(int index) => _blocks[index].InProgram();

    /// <summary>Of a narrow program: rows that are the columns of a factor of X_b; false where there is none.</summary>
    public bool TryFactor(int index, PlanarMatrix rows) => _blocks[index].TryFactor(rows);

    public override double IterationWork { get; }

    public bool Fits(ConicProgram program) => program.Has(_shape);

    /// <summary>Solves one program of this shape.</summary>
    public InteriorPointOutcome Solve(ConicProgram program, SolveBudget budget)
    {
        _program = program;
        return Iterate(budget);
    }

    /// <summary>
    /// X from the program; y_u = -w, so that the F rows hold; then Z_b = T(F^T w) + tau D_b with D_b = -Op_b^*(-1, lambda), tau doubled
    /// until all are positive definite and once more. False if rounding leaves no such start.
    /// </summary>
    public override bool Start()
    {
        InteriorStart start = _program.Start;
        Array.Clear(_b);
        _b[0] = _program.Trace;
        for (int i = 0; i < _shape.Rows; i++)
        {
            _b[1 + i] = _program.Rows[i].Target;
            _weights[i] = _shape.IsNarrow ? start.Multipliers[i] : 0;
            _b[0] -= _weights[i] * _b[1 + i];
        }

        _program.PatternOffset?.CopyTo(_b, _pattern);
        _fullBasis.Set(_program.Factor, _program.RowVectors, null, null);
        for (int b = 0; b < _blocks.Length; b++) _blocks[b].Load(_program, b);
        Array.Clear(_slack);
        Operate(direction: false, _slack);
        for (int i = 0; i < _shape.Rows; i++) _slack[i] = _operator[1 + i] - _b[1 + i];
        for (int i = _pattern; i < _count; i++) _y[i] = _b[i] - _operator[i];
        Array.Clear(_coefficients);
        _program.Factor.SubtractTransposed(_y, _pattern, _coefficients);
        double largest = 0;
        foreach (double coefficient in _coefficients) largest = Math.Max(largest, Math.Abs(coefficient));
        for (double tau = Math.Max(largest / (8 * start.Margin), LeastTraceMultiplier); double.IsFinite(tau); tau *= 2)
        {
            SetMultipliers(tau);
            if (!FactorDual()) continue;
            SetMultipliers(2 * tau);
            return FactorDual() && FactorPrimal();
        }

        return false;
    }

    /// <summary>lambda = tau (1 - margin) q.</summary>
    private void SetMultipliers(double tau)
    {
        InteriorStart start = _program.Start;
        _y[0] = -tau;
        for (int i = 0; i < _shape.Rows; i++)
            _y[1 + i] = tau * start.Multipliers[i] * (_shape.IsNarrow ? -start.Margin : 1 - start.Margin);
        SetDual();
    }

    /// <summary>lambda_i = y_i - q_i y_0.</summary>
    protected override void SetMultipliersOf(double[] y, double[] lambda)
    {
        for (int i = 0; i < lambda.Length; i++) lambda[i] = y[1 + i] - _weights[i] * y[0];
    }

    protected override double Relief()
    {
        double sum = 0;
        for (int i = 0; i < _lambda.Length; i++) sum += _lambda[i] * _program.Rows[i].Relief;
        return sum;
    }

    protected override double Infeasibility() => RestoredResiduals() / FeasibilityTolerance;

    /// <summary>The largest relative residual of the trace and the channel rows.</summary>
    private double LargestResidual()
    {
        Residuals();
        double largest = 0;
        for (int i = 0; i < _pattern; i++) largest = Math.Max(largest, Math.Abs(_residual[i]) / Scale(i));
        return largest;
    }

    private double Scale(int i) => i == 0 || _shape.IsNarrow ? _b[i] : Math.Max(_b[i], LeastTarget);

    /// <summary>Block b with the features that all blocks without lift share, or with its own.</summary>
    private static PsdBlock MakeBlock(ProgramShape shape, FeatureBasis fullBasis, int b)
    {
        bool lifted = shape.IsNarrow || !shape.IsFull(b);
        FeatureBasis basis = lifted ? new FeatureBasis(shape.Order(b), shape.Frequencies, shape.Rows) : fullBasis;
        return new PsdBlock(shape.Order(b), shape.Antennas, lifted, shape.IsNarrow, basis);
    }
}
