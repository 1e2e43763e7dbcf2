using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.InteriorPoint;

/// <summary>
/// The point (V, t, nu, lambda) of <see cref="NesterovToddMethod"/>: its start, what is measured on it, and a lower bound that needs
/// neither exact rows nor an exact Z.
/// </summary>
internal sealed class NesterovToddPoint(int antennas, int users, NesterovToddBlock[] blocks)
{
    /// <summary>
    /// Start multipliers relative to the size of the data. A small factor leaves mu too small beside the residual of the rows and costs
    /// iterations; a large one costs digits, since lambda's rounding at the start stays in Z.
    /// </summary>
    private const double StartFactor = 1000;

    /// <summary>Shifts of Z that are tried to make it positive definite, relative to 1 + |nu|.</summary>
    private const double LeastShift = 1e-16, LargestShift = 1e-4;

    private readonly PlanarMatrix _work = new(antennas, antennas), _hat = new(antennas, antennas), _left = new(antennas, antennas);
    private readonly PlanarMatrix _factor = new(antennas, antennas), _difference = new(antennas, antennas);
    private readonly double[] _re = new double[PlanarMatrix.Padded(antennas)], _im = new double[PlanarMatrix.Padded(antennas)];

    public double Nu { get; private set; }

    public double[] Lambda { get; } = new double[users];

    /// <summary>t.</summary>
    public double[] Slack { get; } = new double[users];

    /// <summary>R^.</summary>
    public PlanarMatrix Covariance { get; } = new(antennas, antennas);

    /// <summary>Z_0, set by <see cref="EvaluateBound"/>.</summary>
    public PlanarMatrix Z { get; } = new(antennas, antennas);

    /// <summary>Block 0 is the radar part, block l + 1 user l.</summary>
    public IReadOnlyList<NesterovToddBlock> Blocks => blocks;

    /// <summary>The squared distance, in scaled units.</summary>
    public double Objective { get; private set; }

    /// <summary>What the rows lack: Tr R^ - 1, then n_l + t_l - A_l(V).</summary>
    public double[] Rows { get; } = new double[users + 1];

    /// <summary>
    /// A lower bound of the squared distance, set by <see cref="EvaluateBound"/>; NaN when no small shift makes Z positive.
    /// </summary>
    public double Bound { get; private set; } = double.NaN;

    /// <summary>The shift that made every Z_k positive definite, relative to 1 + |nu|.</summary>
    public double DualResidual { get; private set; } = double.NaN;

    /// <summary>V_k = I / (M (L + 1)) with multipliers that make every Z_k positive definite; false when the data are too large.</summary>
    public bool Start(ScaledProblem problem)
    {
        double primal = 1.0 / (antennas * (users + 1)), kappa = problem.LargestSignalFactor;
        double lambda = StartFactor * (1 + 2 * Math.Sqrt(problem.Covariance.SquaredNorm()));
        Nu = 2 * (1 + kappa) * lambda;
        for (int l = 0; l < users; l++) (Lambda[l], Slack[l]) = (lambda, primal * Nu / lambda);
        for (int k = 0; k <= users; k++)
        {
            _work.Clear();
            _work.AddIdentity(Nu + 2.0 / antennas + (k > 0 ? 2 * primal : 0));
            _work.Add(-2, problem.Covariance);
            for (int l = 0; l < users; l++) _work.AddOuter(lambda, problem.ChannelRe(l), problem.ChannelIm(l));
            if (k > 0)
            {
                _work.AddOuter(-problem.SignalFactors[k - 1] * lambda, problem.ChannelRe(k - 1), problem.ChannelIm(k - 1));
                _work.AddOuter(-2, problem.BeamRe(k - 1), problem.BeamIm(k - 1));
            }

            if (!blocks[k].Start(primal, _work)) return false;
        }

        return true;
    }

    /// <summary>Scalings, covariance, objective and rows; false when a scaling breaks down.</summary>
    public bool Measure(ScaledProblem problem)
    {
        Covariance.Clear();
        Objective = 0;
        for (int k = 0; k <= users; k++)
        {
            if (!blocks[k].Orthogonalise(problem)) return false;
            LoadPrimal(k, _work);
            Covariance.Add(1, _work);
            if (k == 0) continue;
            _work.AddOuter(-1, problem.BeamRe(k - 1), problem.BeamIm(k - 1));
            Objective += _work.SquaredNorm();
        }

        _difference.CopyFrom(Covariance);
        _difference.Add(-1, problem.Covariance);
        Objective += _difference.SquaredNorm();
        Rows[0] = Covariance.Trace() - 1;
        for (int l = 0; l < users; l++)
        {
            Rows[l + 1] = problem.Noise[l] + Slack[l];
            for (int k = 0; k <= users; k++)
            {
                double power = blocks[k].PrimalForm(problem.ChannelRe(l), problem.ChannelIm(l));
                Rows[l + 1] += k == l + 1 ? -power / problem.Thresholds[l] : power;
            }
        }

        return double.IsFinite(Objective);
    }

    /// <summary>
    /// Measures the dual residuals for the next step to remove, or sets them to 0: near the solution the terms of Z cancel below
    /// their own rounding and what would be measured is noise.
    /// </summary>
    public void MeasureDualResiduals(ScaledProblem problem, bool significant)
    {
        for (int k = 0; k <= users; k++)
        {
            PlanarMatrix residual = blocks[k].Residual;
            residual.Clear();
            if (!significant) continue;
            LoadDual(problem, k);
            blocks[k].LoadValues(residual);
            residual.Scale(-1);
            residual.Add(1, _hat);
        }
    }

    /// <summary>The largest violation of a row, relative to the trace and to the noise.</summary>
    public double RowResidual(ScaledProblem problem)
    {
        double worst = Math.Abs(Rows[0]);
        for (int l = 0; l < users; l++) worst = Math.Max(worst, Math.Abs(Rows[l + 1]) / problem.Noise[l]);
        return worst;
    }

    /// <summary>sum_k [V_k, Z_k] + t^T lambda.</summary>
    public double Product()
    {
        double sum = 0;
        foreach (NesterovToddBlock block in blocks) sum += block.Product();
        for (int l = 0; l < users; l++) sum += Slack[l] * Lambda[l];
        return sum;
    }

    /// <summary>The same after a step.</summary>
    public double ProductAfter(double step, NesterovToddDirection direction, ReadOnlySpan<double> slackStep)
    {
        double sum = 0;
        foreach (NesterovToddBlock block in blocks) sum += block.ProductAfter(step);
        for (int l = 0; l < users; l++) sum += (Slack[l] + step * slackStep[l]) * (Lambda[l] + step * direction.DLambda[l]);
        return sum;
    }

    /// <summary>Takes the step; false when a block is no longer positive definite.</summary>
    public bool Advance(double step, NesterovToddDirection direction, ReadOnlySpan<double> slackStep)
    {
        foreach (NesterovToddBlock block in blocks)
        {
            if (!block.Advance(step)) return false;
        }

        Nu += step * direction.DNu;
        for (int l = 0; l < users; l++)
        {
            Lambda[l] += step * direction.DLambda[l];
            Slack[l] += step * slackStep[l];
        }

        return true;
    }

    /// <summary>
    /// The tangent of the squared distance f at V bounds it from below: for any Z_k >= -delta I of the form above and lambda >= 0
    /// <code>
    /// f* >= f(V) - sum_k [V_k, Z_k] + nu (Tr R^ - 1) + sum_l lambda_l (n_l - A_l(V)) - delta,
    /// </code>
    /// since feasible V_k have the traces' sum 1. Z_k is evaluated anew, in the coordinates of B_k, where its least eigenvalues are not
    /// lost.
    /// </summary>
    public void EvaluateBound(ScaledProblem problem)
    {
        (Bound, DualResidual) = (double.NaN, double.NaN);
        if (!Measure(problem)) return; // the last step is not measured yet
        double value = Objective + Nu * Rows[0], shift = 0;
        for (int l = 0; l < users; l++) value += Lambda[l] * (Rows[l + 1] - Slack[l]);
        for (int k = 0; k <= users; k++)
        {
            LoadDual(problem, k);
            blocks[k].LoadValues(_left);
            value -= PlanarMatrix.Inner(_hat, _left);
            shift = ShiftToPositive(k, shift);
        }

        Z.Clear();
        Z.Add(2, _difference);
        Z.AddIdentity(Nu);
        for (int l = 0; l < users; l++) Z.AddOuter(Lambda[l], problem.ChannelRe(l), problem.ChannelIm(l));
        (Bound, DualResidual) = (value - shift, shift / (1 + Math.Abs(Nu)));
    }

    /// <summary>hat := B_k^H Z_k B_k from nu, lambda and the covariances.</summary>
    private void LoadDual(ScaledProblem problem, int k)
    {
        NesterovToddBlock block = blocks[k];
        _work.Clear();
        if (k > 0)
        {
            LoadPrimal(k, _work);
            _work.AddOuter(-1, problem.BeamRe(k - 1), problem.BeamIm(k - 1));
        }

        _work.Add(1, _difference);
        _left.SetProduct(block.RotatedH, _work);
        _hat.SetProduct(_left, block.Rotated);
        _hat.Scale(2);
        _hat.Symmetrise();
        for (int i = 0; i < antennas; i++) _hat.RowRe(i)[i] += Nu * block.Weights[i];
        for (int l = 0; l < users; l++)
        {
            double factor = k == l + 1 ? -1 / problem.Thresholds[l] : 1;
            _hat.AddOuter(factor * Lambda[l], block.Received.RowRe(l), block.Received.RowIm(l));
        }
    }

    /// <summary>
    /// The least delta of a geometric ladder, from the given one on, with Z_k + delta I positive definite; NaN when none is.
    /// </summary>
    private double ShiftToPositive(int k, double shift)
    {
        double least = LeastShift * (1 + Math.Abs(Nu));
        while (!HermitianKernels.Cholesky(Shifted(k, shift), _factor))
        {
            shift = Math.Max(least, 4 * shift);
            if (!(shift <= LargestShift * (1 + Math.Abs(Nu)))) return double.NaN;
        }

        return shift;
    }

    private PlanarMatrix Shifted(int k, double shift)
    {
        _left.CopyFrom(_hat);
        for (int i = 0; i < antennas; i++) _left.RowRe(i)[i] += shift * blocks[k].Weights[i];
        return _left;
    }

    private void LoadPrimal(int k, PlanarMatrix target)
    {
        target.Clear();
        NesterovToddBlock block = blocks[k];
        for (int i = 0; i < antennas; i++)
        {
            block.ScalingH.RowRe(i).CopyTo(_re);
            for (int m = 0; m < _im.Length; m++) _im[m] = -block.ScalingH.RowIm(i)[m];
            target.AddOuter(block.Values[i], _re, _im);
        }
    }
}
