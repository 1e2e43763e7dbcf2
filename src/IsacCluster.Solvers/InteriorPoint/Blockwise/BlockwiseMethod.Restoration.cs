using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Blockwise;

/// <summary>
/// Removal of the primal rounding errors that an ill-conditioned Schur complement leaves behind. With r the residual of the trace and
/// the channel rows only (the F rows define w and have none),
/// <code>
///   dX_b = X_b B_b(v) X_b,  B_b(v) = v_0 D_b + sum_i v_i c_ib g_i g_i^H,   ds_i = s_i^2 (q_i v_0 - v_i)
/// </code>
/// with v from Op(dX, ds) = r is the least change in the metric of the current point: a relative change of X of the size of the
/// relative residual, so that neither positive definiteness nor complementarity notices. 1 + (channel rows) unknowns.
/// </summary>
internal sealed partial class BlockwiseMethod
{
    /// <summary>
    /// Largest change in the local norm, (r^T v)^1/2 = ||X^-1/2 dX X^-1/2||: larger residuals are left to the Newton steps.
    /// </summary>
    private const double LargestLocalStep = 0.01;

    /// <summary>Residuals below this are left alone.</summary>
    private const double SmallestRoundingResidual = 1e-13;

    private readonly RealCholesky _restoration;
    private readonly double[] _restorationMatrix, _restorationStep;

    /// <summary>The residuals, restored where only rounding is left of them.</summary>
    private double RestoredResiduals()
    {
        double infeasibility = LargestResidual();
        for (int pass = 0; pass < 2 && infeasibility > SmallestRoundingResidual; pass++)
        {
            if (!Restore()) return infeasibility;
            infeasibility = LargestResidual();
        }

        return infeasibility;
    }

    private bool Restore()
    {
        Array.Clear(_restorationMatrix);
        for (int b = 0; b < _blocks.Length; b++) AddRestorationBlock(b);
        for (int i = 0; i < _shape.Rows; i++) AddSlack(_restorationMatrix, _restoration.Stride, i, Square(_slack[i]));
        if (!_restoration.Factor(_restorationMatrix)) return false;
        for (int i = 0; i <= _shape.Rows; i++) _restorationStep[i] = _residual[i];
        _restoration.Solve(_restorationStep);
        double norm = 0;
        for (int i = 0; i <= _shape.Rows; i++) norm += _residual[i] * _restorationStep[i];
        if (!(norm <= Square(LargestLocalStep))) return false;
        for (int b = 0; b < _blocks.Length; b++) ApplyRestoration(b);
        for (int i = 0; i < _shape.Rows; i++)
            _slack[i] += Square(_slack[i]) * (_weights[i] * _restorationStep[0] - _restorationStep[i + 1]);
        return true;
    }

    /// <summary>matrix += weight e e^T with e = e_(1+i) - q_i e_0, the column of slack i but for its sign; upper part.</summary>
    private void AddSlack(double[] matrix, int stride, int i, double weight)
    {
        matrix[0] += Square(_weights[i]) * weight;
        matrix[1 + i] -= _weights[i] * weight;
        matrix[(1 + i) * (stride + 1)] += weight;
    }

    /// <summary>Tr(A_i X A_j X) for the trace or budget (A = D) and the channel rows, upper part.</summary>
    private void AddRestorationBlock(int index)
    {
        PsdBlock block = _blocks[index];
        _restorationMatrix[0] += block.BudgetProduct(block.X);
        if (_shape.Rows == 0) return;
        PlanarMatrix g = block.Basis.Vectors, applied = ApplyToVectors(block);
        for (int i = 0; i < _shape.Rows; i++)
        {
            double outer = _program.Rows[i].CoefficientOf(index);
            if (outer == 0) continue;
            _restorationMatrix[i + 1] += outer * (block.Budget is null
                ? PlanarKernels.SquaredNorm(applied, i) : MatrixProducts.Quadratic(block.Budget, applied, i));
            for (int j = i; j < _shape.Rows; j++)
            {
                double coefficient = outer * _program.Rows[j].CoefficientOf(index);
                if (coefficient == 0) continue;
                var inner = PlanarKernels.DotConjugate(g, i, applied, j);
                _restorationMatrix[(i + 1) * _restoration.Stride + j + 1] +=
                    coefficient * (Square(inner.Real) + Square(inner.Imaginary));
            }
        }
    }

    private void ApplyRestoration(int index)
    {
        PsdBlock block = _blocks[index];
        PlanarMatrix? applied = _shape.Rows == 0 ? null : ApplyToVectors(block);
        block.AddBudgetSquare(_restorationStep[0]);
        for (int i = 0; i < _shape.Rows; i++)
        {
            double weight = _program.Rows[i].CoefficientOf(index) * _restorationStep[i + 1];
            if (weight != 0) HermitianKernels.AddOuter(weight, applied!, i, block.X);
        }
    }

    /// <summary>Row i is X g_i.</summary>
    private static PlanarMatrix ApplyToVectors(PsdBlock block)
    {
        PlanarMatrix result = block.AppliedVectors;
        HermitianKernels.Apply(block.X, block.Basis.Vectors, result);
        return result;
    }

    private static double Square(double value) => value * value;
}
