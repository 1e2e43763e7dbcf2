using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;

namespace IsacCluster.Solvers.InteriorPoint.Blockwise;

/// <summary>The constraint operator Op and its adjoint.</summary>
internal sealed partial class BlockwiseMethod
{
    /// <summary>_operator = Op(X, s) of the blocks (or of their directions).</summary>
    protected override void Operate(bool direction, double[] slack)
    {
        Array.Clear(_operator);
        Array.Clear(_sums);
        _common.Clear();
        foreach (PsdBlock block in _blocks)
        {
            PlanarMatrix x = direction ? block.Dx : block.X;
            block.AddLifted(x, _common);
            _operator[0] += block.BudgetOf(x);
        }

        LagKernels.Add(_program.Factor.Lags, _common, _sums);
        _program.Factor.Apply(_sums, _operator, _pattern);
        for (int i = 0; i < _shape.Rows; i++)
        {
            _operator[0] += _weights[i] * slack[i];
            _operator[1 + i] = RowValue(i, direction) - slack[i];
        }
    }

    /// <summary>sum_b c_ib g_i^H V_b X_b V_b^H g_i; where all blocks share coordinates the common part comes from their sum.</summary>
    private double RowValue(int i, bool direction)
    {
        ChannelRow row = _program.Rows[i];
        PsdBlock owner = _blocks[row.Owner];
        double value = row.Own * MatrixProducts.Quadratic(direction ? owner.Dx : owner.X, owner.Basis.Vectors, i);
        if (row.Common == 0) return value;
        if (!_shape.IsNarrow) return value + row.Common * MatrixProducts.Quadratic(_common, _program.RowVectors, i);
        foreach (PsdBlock block in _blocks)
            value += row.Common * MatrixProducts.Quadratic(direction ? block.Dx : block.X, block.Basis.Vectors, i);
        return value;
    }

    /// <summary>Z_b (or dZ_b) = -Op_b^*(y) for every block.</summary>
    protected override void Adjoint(double[] y, bool direction)
    {
        Array.Clear(_coefficients);
        if (!_shape.IsNarrow) _coefficients[0] = -y[0];
        _program.Factor.SubtractTransposed(y, _pattern, _coefficients);
        LagKernels.Adjoint(_program.Factor.Lags, _coefficients, _common);
        for (int i = 0; i < _shape.Rows && !_shape.IsNarrow; i++)
        {
            double weight = _program.Rows[i].Common * y[1 + i];
            if (weight != 0) HermitianKernels.AddOuter(-weight, _program.RowVectors, i, _common);
        }

        for (int b = 0; b < _blocks.Length; b++)
        {
            PsdBlock block = _blocks[b];
            PlanarMatrix target = direction ? block.Dz : block.Z;
            block.Compress(_common, target);
            if (block.Budget is not null) target.Add(-y[0], block.Budget);
            for (int i = 0; i < _shape.Rows; i++)
            {
                ChannelRow row = _program.Rows[i];
                double coefficient = (b == row.Owner ? row.Own : 0) + (_shape.IsNarrow ? row.Common : 0);
                if (coefficient != 0) HermitianKernels.AddOuter(-coefficient * y[1 + i], block.Basis.Vectors, i, target);
            }
        }
    }
}
