using System.Runtime.CompilerServices;
using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Refinement;

/// <summary>
/// L(R) = r^T G r on planar matrices: its value and its gradient (of a linear array Toeplitz), with no work that depends on the
/// grid. Immutable and shared;
/// made once for an objective.
/// </summary>
public sealed class PatternForm
{
    private static readonly ConditionalWeakTable<BeampatternObjective, PatternForm> Cache = [];
    private readonly double[] _gram;
    private readonly PatternLags _lags;

    private PatternForm(BeampatternObjective objective)
    {
        Antennas = objective.Antennas;
        _lags = objective.Array.Lags;
        Count = _lags.Count;
        Stride = PlanarMatrix.Padded(Count);
        _gram = new double[Count * Stride];
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < Count; j++) _gram[i * Stride + j] = objective.Gram[i, j];
        }
    }

    /// <summary>M.</summary>
    public int Antennas { get; }

    /// <summary>2M - 1 of a linear array.</summary>
    public int Count { get; }

    /// <summary>Length of padded vectors of the sums r.</summary>
    public int Stride { get; }

    /// <summary>The form of an objective; thread-safe.</summary>
    public static PatternForm Of(BeampatternObjective objective) => Cache.GetValue(objective, static key => new PatternForm(key));

    /// <summary>r of X Y^H + Y X^H, or of X X^H where both are one; sums has the padded length.</summary>
    /// <param name="adjoint">Work space: Y^H, M x M.</param>
    /// <param name="product">Work space: X Y^H, M x M.</param>
    public void Sums(PlanarMatrix x, PlanarMatrix y, PlanarMatrix adjoint, PlanarMatrix product, double[] sums)
    {
        bool same = ReferenceEquals(x, y);
        HermitianKernels.Adjoint(y, adjoint);
        MatrixProducts.Multiply(x, adjoint, product, upper: same);
        Array.Clear(sums);
        double[] re = product.Re, im = product.Im;
        for (int i = 0; i < Antennas; i++)
        {
            int row = i * product.Stride;
            sums[0] += same ? re[row + i] : 2 * re[row + i];
            // Entry (i, j) above the diagonal is conj of (j, i), which is what r counts.
            for (int j = i + 1; j < Antennas; j++)
            {
                int lag = _lags.IsToeplitz ? j - i : _lags.LagOf(j, i), d = Math.Abs(lag), sign = Math.Sign(lag);
                sums[2 * d - 1] += re[row + j];
                sums[2 * d] -= sign * im[row + j];
                if (same) continue;
                int mirrored = j * product.Stride + i;
                sums[2 * d - 1] += re[mirrored];
                sums[2 * d] += sign * im[mirrored];
            }
        }
    }

    /// <summary>q = G r; returns r^T G r.</summary>
    public double Slope(double[] sums, double[] slope)
    {
        double value = 0;
        for (int k = 0; k < Count; k++)
        {
            slope[k] = PlanarKernels.Dot(_gram, k * Stride, sums, 0, Stride);
            value += slope[k] * sums[k];
        }

        return value;
    }

    /// <summary>
    /// factor times the gradient of L in R from q = G r, Hermitian as
    /// <see cref="BeampatternObjective.WriteGradient"/>, into the first M columns of a matrix.
    /// </summary>
    public void WriteGradient(double[] slope, double factor, PlanarMatrix target)
    {
        double[] re = target.Re, im = target.Im;
        int stride = target.Stride;
        for (int i = 0; i < Antennas; i++)
        {
            (re[i * stride + i], im[i * stride + i]) = (2 * factor * slope[0], 0);
            for (int j = 0; j < i; j++)
            {
                int lag = _lags.IsToeplitz ? i - j : _lags.LagOf(i, j), d = Math.Abs(lag);
                double x = factor * slope[2 * d - 1], y = factor * (lag > 0 ? slope[2 * d] : -slope[2 * d]);
                (re[i * stride + j], im[i * stride + j]) = (x, y);
                (re[j * stride + i], im[j * stride + i]) = (x, -y);
            }
        }
    }
}
