using System.Numerics;
using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>
/// Removal of the primal rounding errors that an ill-conditioned Schur complement leaves behind. With r the residual of the trace and
/// the channel rows only (the F rows define w and have none),
/// <code>
///   dX_b = X_b B_b(v) X_b,  B_b(v) = v_0 I + sum_i v_i (channel row i),   ds_i = -s_i^2 v_i,   dq_k = q_k^2 (e_t^T a_k) v_0
/// </code>
/// with v from Op(dX, dq, ds) = r is the least change in the metric of the current point: a relative change of X of the size of the
/// relative residual, so that neither positive definiteness nor complementarity notices. 1 + (channel rows) unknowns.
/// </summary>
internal sealed partial class InteriorPointMethod
{
    /// <summary>
    /// Largest change in the local norm, (r^T v)^1/2 = ||X^-1/2 dX X^-1/2||: larger residuals are the infeasible start's and are
    /// left to the Newton steps.
    /// </summary>
    private const double LargestLocalStep = 0.01;

    /// <summary>Residuals below this are left alone.</summary>
    private const double SmallestRoundingResidual = 1e-13;

    private readonly RealCholesky _restoration;
    private readonly double[] _restorationMatrix, _restorationStep;

    /// <summary>Row l of every XChannel = X h_l; then the residuals, restored where only rounding is left of them.</summary>
    private double RestoredResiduals()
    {
        ApplyToChannel();
        double infeasibility = Residuals();
        for (int pass = 0; pass < 2 && infeasibility > SmallestRoundingResidual; pass++)
        {
            if (!Restore()) return infeasibility;
            ApplyToChannel();
            infeasibility = Residuals();
        }

        return infeasibility;
    }

    private void ApplyToChannel()
    {
        if (_shape.Rows == 0) return;
        foreach (PsdBlock block in _blocks) HermitianKernels.Apply(block.X, _program.Channel, block.XChannel);
    }

    private bool Restore()
    {
        Array.Clear(_restorationMatrix);
        for (int b = 0; b < _blocks.Length; b++) AddRestorationBlock(b);
        for (int k = 0; k < _shape.Rays; k++) _restorationMatrix[0] += Square(_ray[k] * _program.Rays[k][_trace]);
        for (int i = 0; i < _shape.Rows; i++)
        {
            if (_program.Rows[i].IsInequality) _restorationMatrix[(i + 1) * (_restoration.Stride + 1)] += Square(_slack[i]);
        }

        if (!_restoration.Factor(_restorationMatrix)) return false;
        for (int i = 0; i <= _shape.Rows; i++) _restorationStep[i] = _residual[_trace + i];
        _restoration.Solve(_restorationStep);
        double norm = 0;
        for (int i = 0; i <= _shape.Rows; i++) norm += _residual[_trace + i] * _restorationStep[i];
        if (!(norm <= Square(LargestLocalStep))) return false;
        for (int b = 0; b < _blocks.Length; b++) ApplyRestoration(_blocks[b], b);
        for (int k = 0; k < _shape.Rays; k++) _ray[k] += Square(_ray[k]) * _program.Rays[k][_trace] * _restorationStep[0];
        for (int i = 0; i < _shape.Rows; i++)
        {
            if (_program.Rows[i].IsInequality) _slack[i] -= Square(_slack[i]) * _restorationStep[i + 1];
        }

        return true;
    }

    /// <summary>Tr(A_i X A_j X) for the trace (A = I) and the channel rows.</summary>
    private void AddRestorationBlock(int index)
    {
        PsdBlock block = _blocks[index];
        _restorationMatrix[0] += PlanarMatrix.Inner(block.X, block.X);
        if (block.IsLifted || _shape.Rows == 0) return;
        PlanarMatrix x = block.XChannel;
        Gains(x, _gainX);
        _gainZ.CopyFrom(_gainX);
        for (int i = 0; i < _shape.Rows; i++)
        {
            ChannelRow r = _program.Rows[i];
            double outer = r.CoefficientOf(index);
            if (outer == 0) continue;
            Complex inner = PlanarKernels.DotConjugate(x.Re, x.Im, r.Second * x.Stride, x.Re, x.Im, r.First * x.Stride, x.Stride);
            _restorationMatrix[i + 1] += 2 * outer * (r.FactorRe * inner.Real - r.FactorIm * inner.Imaginary);
            for (int j = i; j < _shape.Rows; j++)
            {
                ChannelRow q = _program.Rows[j];
                double coefficient = outer * q.CoefficientOf(index);
                if (coefficient != 0) _restorationMatrix[(i + 1) * _restoration.Stride + j + 1] += coefficient * ChannelEntry(r, q);
            }
        }
    }

    private void ApplyRestoration(PsdBlock block, int index)
    {
        block.AddSquare(_restorationStep[0]);
        if (block.IsLifted || _shape.Rows == 0) return;
        _multipliers.Clear();
        for (int i = 0; i < _shape.Rows; i++)
        {
            ChannelRow row = _program.Rows[i];
            Complex value = -row.CoefficientOf(index) * _restorationStep[i + 1] * new Complex(row.FactorRe, row.FactorIm);
            _multipliers[row.First, row.Second] += value;
            _multipliers[row.Second, row.First] += Complex.Conjugate(value);
        }

        SubtractCongruence(block.XChannel, block.X);
    }

    private static double Square(double value) => value * value;
}
