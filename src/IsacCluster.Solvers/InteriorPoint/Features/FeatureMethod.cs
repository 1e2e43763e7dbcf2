using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Features;

/// <summary>
/// <see cref="HkmMethod"/> for <see cref="FeatureProgram"/>. With y the multipliers of rows and pattern rows,
/// <code>
///   Z_b = -Phi_b diag(C_b^T y) Phi_b^H,   (Op(X Op^*(.) Z^-1))_ij = sum_b sum_kl c_ibk K_b,kl c_jbl,
///   K_b,kl = (phi_k^H X_b phi_l) conj(phi_k^H Z_b^-1 phi_l):
/// </code>
/// two congruences and an entrywise product for each block, whatever the rows are. The start need not meet the rows: what a step leaves of
/// their residuals is 1 - (its length) of them, and since Z is always computed from y every point gives a bound. Owns its buffers: one
/// thread, any number of solves of one shape.
/// </summary>
internal sealed partial class FeatureMethod : HkmMethod
{
    private const int MostIdleIterations = 12;

    /// <summary>Relative residual of the rows that is left to the design's own repair.</summary>
    private const double FeasibilityTolerance = 1e-10;

    private readonly FeatureShape _shape;
    private readonly FeatureBlock[] _blocks;
    private readonly int _kernelStride, _plain;
    private readonly double[] _values, _weights, _kernel, _half, _denseImage, _image, _denseColumns;
    private FeatureProgram _program = null!;

    public FeatureMethod(FeatureProgram program)
        : this(program, [.. program.Features.Select((phi, b) => new FeatureBlock(phi, program.IsFull[b] ? program.Units : 0))]) { }

    private FeatureMethod(FeatureProgram program, FeatureBlock[] blocks)
        : base(
            [.. blocks.Select(static block => block.Pair)], program.Slacks, program.Rows.Length, program.DenseRows + program.Pattern.Length,
            MostIdleIterations)
    {
        (_shape, _blocks) = (program.Shape(), blocks);
        int features = _shape.Features, width = PlanarMatrix.Padded(Math.Max(_shape.DenseRows, 1));
        (_kernelStride, _plain) = (PlanarMatrix.Padded(features), features - _shape.Units);
        (_values, _weights, _image) = (new double[_kernelStride], new double[_kernelStride], new double[_kernelStride]);
        _kernel = new double[features * _kernelStride];
        _half = new double[Math.Max(_shape.DenseRows, 1) * _kernelStride];
        _denseImage = new double[Math.Max(_shape.DenseRows, 1) * width];
        _denseColumns = new double[_shape.DenseFeatures * width];
        IterationWork = blocks.Sum(block => SolveWork.OfVariable(block.Pair.Order, features)) + SolveWork.OfSystem(_count);
    }

    public override double IterationWork { get; }

    /// <summary>X_b of the best iterate; valid until the next solve.</summary>
    public PlanarMatrix Block(int index) => _blocks[index].Pair.Best;

    /// <summary>y of the rows at the last iterate.</summary>
    public ReadOnlySpan<double> Multipliers => _y.AsSpan(0, _shape.Rows);

    public bool Fits(FeatureProgram program) => program.Shape() == _shape;

    /// <summary>Solves one program of this shape.</summary>
    public InteriorPointOutcome Solve(FeatureProgram program, SolveBudget budget)
    {
        _program = program;
        return Iterate(budget);
    }

    /// <summary>X from the program, y_u = -w, and the barrier's multipliers times tau, doubled until all Z are positive definite.</summary>
    public override bool Start()
    {
        Array.Clear(_b);
        for (int i = 0; i < _shape.Rows; i++) _b[i] = _program.Rows[i].Target;
        _program.Offset?.CopyTo(_b, _pattern);
        TransposeDense();
        for (int b = 0; b < _blocks.Length; b++) _blocks[b].Load(_program, b);
        Array.Clear(_slack);
        Operate(direction: false, _slack);
        for (int i = 0; i < _slack.Length; i++) _slack[i] = Math.Max(_operator[i] - _b[i], _program.StartSlack);
        Array.Clear(_y);
        for (int i = _pattern; i < _count; i++) _y[i] = _b[i] - _operator[i];
        SetWeights(_y);
        double largest = 0;
        foreach (double weight in _weights) largest += Math.Abs(weight);
        double tau = _program.BarrierScale ?? Math.Max(largest / 8, LeastTraceMultiplier);
        for (; double.IsFinite(tau); tau *= 2)
        {
            SetBarrier(tau);
            if (!FactorDual())
            {
                if (_program.BarrierScale is not null) return false;
                continue;
            }

            if (_program.BarrierScale is null) SetBarrier(2 * tau);
            return FactorDual() && FactorPrimal();
        }

        return false;
    }

    protected override void SetMultipliersOf(double[] y, double[] lambda) => Array.Copy(y, lambda, lambda.Length);

    protected override double Infeasibility()
    {
        Residuals();
        double largest = 0;
        for (int i = 0; i < _pattern; i++) largest = Math.Max(largest, Math.Abs(_residual[i]) / _program.Rows[i].Scale);
        return largest / FeasibilityTolerance;
    }

    private void SetBarrier(double tau)
    {
        for (int i = 0; i < _pattern; i++) _y[i] = tau * _program.Barrier[i];
        SetDual();
    }

    private void TransposeDense()
    {
        int width = PlanarMatrix.Padded(Math.Max(_shape.DenseRows, 1));
        for (int k = 0; k < _shape.DenseRows; k++)
        {
            for (int n = 0; n < _shape.DenseFeatures; n++) _denseColumns[n * width + k] = _program.Dense[k * _program.DenseStride + n];
        }
    }
}
