using System.Numerics;
using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>The constraint operator Op and its adjoint.</summary>
internal sealed partial class InteriorPointMethod
{
    private void ClearOperator()
    {
        Array.Clear(_operator);
        Array.Clear(_sums);
    }

    /// <summary>Adds one block's part of Op(P); row l of <paramref name="channel"/> is P h_l.</summary>
    private void AddToOperator(PsdBlock block, int index, PlanarMatrix p, PlanarMatrix channel)
    {
        DiagonalSumKernels.Add(block.Lifted(p), _sums);
        if (block.IsLifted) return;
        PlanarMatrix h = _program.Channel;
        for (int i = 0; i < _shape.Rows; i++)
        {
            ChannelRow row = _program.Rows[i];
            double coefficient = row.CoefficientOf(index);
            if (coefficient == 0) continue;
            // <c h_a h_b^H + h.c., P> = 2 Re(c h_b^H P h_a).
            Complex inner = PlanarKernels.DotConjugate(
                h.Re, h.Im, row.Second * h.Stride, channel.Re, channel.Im, row.First * channel.Stride, h.Stride);
            _operator[_trace + 1 + i] += 2 * coefficient * (row.FactorRe * inner.Real - row.FactorIm * inner.Imaginary);
        }
    }

    /// <summary>Maps the summed diagonals through [F; e_0^T] and adds rays and slacks.</summary>
    private void FinishOperator(double[] slack, double[] ray)
    {
        _program.Factor.Apply(_sums, 1, _operator);
        for (int k = 0; k < _shape.Rays; k++)
        {
            double[] column = _program.Rays[k];
            for (int i = 0; i <= _trace; i++) _operator[i] += ray[k] * column[i];
        }

        for (int i = 0; i < _shape.Rows; i++)
        {
            if (_program.Rows[i].IsInequality) _operator[_trace + 1 + i] -= slack[i];
        }
    }

    /// <summary>Z_b (or dZ_b) = -Op_b^*(y) for every block.</summary>
    private void Adjoint(double[] y, bool direction)
    {
        _program.Factor.ApplyTransposed(y, _coefficients);
        for (int i = 0; i < _coefficients.Length; i++) _coefficients[i] = -_coefficients[i];
        DiagonalSumKernels.Toeplitz(_coefficients, _common);
        AddChannelRows(y, owner: -1, _common);
        for (int b = 0; b < _blocks.Length; b++)
        {
            PsdBlock block = _blocks[b];
            PlanarMatrix target = direction ? block.Dz : block.Z;
            if (block.IsLifted)
            {
                block.Compress(_common, target);
                continue;
            }

            target.CopyFrom(_common);
            AddChannelRows(y, b, target);
        }
    }

    /// <summary>Subtracts the rows' common parts (owner -1) or the parts that only one block has.</summary>
    private void AddChannelRows(double[] y, int owner, PlanarMatrix target)
    {
        PlanarMatrix h = _program.Channel;
        _multipliers.Clear();
        bool any = false;
        for (int i = 0; i < _shape.Rows; i++)
        {
            ChannelRow row = _program.Rows[i];
            double coefficient = owner < 0 ? row.Common : owner == row.Owner ? row.Own : 0;
            if (coefficient == 0) continue;
            any = true;
            Complex value = coefficient * y[_trace + 1 + i] * new Complex(row.FactorRe, row.FactorIm);
            _multipliers[row.First, row.Second] += value;
            _multipliers[row.Second, row.First] += Complex.Conjugate(value);
        }

        if (any) SubtractCongruence(h, target);
    }

    /// <summary>target -= sum_ab (multipliers)_ab h_a h_b^H.</summary>
    private void SubtractCongruence(PlanarMatrix h, PlanarMatrix target)
    {
        int users = h.Rows, stride = h.Stride;
        for (int a = 0; a < users; a++)
        {
            bool any = false;
            Array.Clear(_weighted.Re, 0, stride);
            Array.Clear(_weighted.Im, 0, stride);
            for (int b = 0; b < users; b++)
            {
                double re = _multipliers.Re[a * _multipliers.Stride + b], im = _multipliers.Im[a * _multipliers.Stride + b];
                if (re == 0 && im == 0) continue;
                any = true;
                PlanarKernels.AddScaledConjugate(re, im, h.Re, h.Im, b * stride, _weighted.Re, _weighted.Im, 0, stride);
            }

            if (!any) continue;
            for (int i = 0; i < target.Rows; i++)
            {
                PlanarKernels.AddScaled(
                    -h.Re[a * stride + i], -h.Im[a * stride + i], _weighted.Re, _weighted.Im, 0, target.Re, target.Im, i * stride, stride);
            }
        }
    }

    private double DotRay(int ray, double[] y)
    {
        double sum = 0;
        double[] column = _program.Rays[ray];
        for (int i = 0; i <= _trace; i++) sum += column[i] * y[i];
        return sum;
    }
}
