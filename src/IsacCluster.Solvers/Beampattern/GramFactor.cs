using System.Runtime.CompilerServices;
using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Beampattern;

/// <summary>
/// F with G = F^T F, so that L(R) = ||F A(R)||^2: the triangle of a QR factorisation of the N residual rows, or, on grids of fewer points
/// than there are diagonal sums, those rows. Not from G, whose rounding would hide values below 1e-13 P0^2. Immutable, made once per
/// objective.
/// <para>
/// The same rows also act on the pattern p_n = f_n^H R f_n at the 2M-1 uniform frequencies 2 pi n / (2M-1) with
/// f_n = [1, e^{-j w_n}, ...]: the diagonal sums are its discrete Fourier transform, r = Psi p, hence F A(R) = (F Psi) p.
/// </para>
/// </summary>
internal sealed class GramFactor
{
    /// <summary>
    /// Rows whose norm is below this part of the largest are rounding of zero: a sector of one grid point, a pattern that all of the grid
    /// is.
    /// </summary>
    private const double RowTolerance = 1e-15;

    private static readonly ConditionalWeakTable<BeampatternObjective, GramFactor> Cache = [];

    private GramFactor(BeampatternObjective objective)
    {
        Antennas = objective.Antennas;
        int size = DiagonalSums.Count(Antennas);
        double[][] rows = FactorRows(objective, size);
        Rank = rows.Length;
        Stride = PlanarMatrix.Padded(size);
        Rows = new double[Rank * Stride];
        for (int k = 0; k < Rank; k++) rows[k].CopyTo(Rows, k * Stride);
        FrequencyRows = MakeFrequencyRows(size);
        FrequencyColumns = Transposed(FrequencyRows, Rank, Stride, size);
        Frequencies = MakeFrequencies(size);
        PatternRows = new double[(1 + Rank) * Stride];
        Array.Fill(PatternRows, 1.0 / size, 0, size);
        FrequencyRows.CopyTo(PatternRows, Stride);
        PatternColumns = Transposed(PatternRows, 1 + Rank, Stride, size);
    }

    public int Antennas { get; }

    /// <summary>The number of rows of F.</summary>
    public int Rank { get; }

    public int Stride { get; }

    /// <summary>F, Rank padded rows of length 2M-1.</summary>
    public double[] Rows { get; }

    /// <summary>F Psi, Rank padded rows of length 2M-1.</summary>
    public double[] FrequencyRows { get; }

    /// <summary>(F Psi)^T, 2M-1 rows of padded length Rank.</summary>
    public double[] FrequencyColumns { get; }

    /// <summary>1 + Rank padded rows of length 2M-1 that act on the pattern: the trace, 1/(2M-1), then F Psi.</summary>
    public double[] PatternRows { get; }

    /// <summary>The transpose of <see cref="PatternRows"/>, 2M-1 rows of padded length 1 + Rank.</summary>
    public double[] PatternColumns { get; }

    /// <summary>[f_0 .. f_(2M-2)], M x (2M-1).</summary>
    public PlanarMatrix Frequencies { get; }

    /// <summary>The factor of an objective; thread-safe.</summary>
    public static GramFactor Of(BeampatternObjective objective) => Cache.GetValue(objective, static key => new GramFactor(key));

    /// <summary>L(R) = ||F r||^2 from the diagonal sums, independent of N.</summary>
    public double Value(double[] sums)
    {
        double[] padded = new double[Stride];
        sums.CopyTo(padded, 0);
        double value = 0;
        for (int k = 0; k < Rank; k++)
        {
            double residual = PlanarKernels.Dot(Rows, k * Stride, padded, 0, Stride);
            value += residual * residual;
        }

        return value;
    }

    /// <summary>result[offset + k] += (F r)_k.</summary>
    public void Apply(double[] sums, double[] result, int offset)
    {
        for (int k = 0; k < Rank; k++) result[offset + k] += PlanarKernels.Dot(Rows, k * Stride, sums, 0, Stride);
    }

    /// <summary>coefficients -= F^T y[offset..], padded.</summary>
    public void SubtractTransposed(double[] y, int offset, double[] coefficients)
    {
        for (int k = 0; k < Rank; k++) PlanarKernels.AddReal(-y[offset + k], Rows, k * Stride, coefficients, 0, Stride);
    }

    private static double[][] FactorRows(BeampatternObjective objective, int size)
    {
        double[][] rows = objective.ResidualRows();
        int points = rows.Length;
        double scale = 1 / Math.Sqrt(points);
        foreach (double[] row in rows)
        {
            for (int k = 0; k < size; k++) row[k] *= scale;
        }

        if (points > size)
        {
            double[][] columns = [.. Enumerable.Range(0, size).Select(k => rows.Select(row => row[k]).ToArray())];
            rows = HouseholderTriangle.Of(columns, points);
        }

        double[] norms = [.. rows.Select(static row => row.Sum(static entry => entry * entry))];
        double least = RowTolerance * RowTolerance * norms.Max();
        return [.. rows.Where((_, k) => norms[k] > least)];
    }

    /// <summary>F Psi with Psi = [1; cos(d w_n); -sin(d w_n)] / (2M-1).</summary>
    private double[] MakeFrequencyRows(int size)
    {
        var result = new double[Rank * Stride];
        for (int n = 0; n < size; n++)
        {
            for (int k = 0; k < Rank; k++)
            {
                double sum = Rows[k * Stride];
                for (int d = 1; d < Antennas; d++)
                {
                    (double sin, double cos) = Math.SinCos(Angle(d * n, size));
                    sum += cos * Rows[k * Stride + 2 * d - 1] - sin * Rows[k * Stride + 2 * d];
                }

                result[k * Stride + n] = sum / size;
            }
        }

        return result;
    }

    private PlanarMatrix MakeFrequencies(int size)
    {
        var result = new PlanarMatrix(Antennas, size);
        for (int m = 0; m < Antennas; m++)
        {
            for (int n = 0; n < size; n++)
            {
                (double sin, double cos) = Math.SinCos(Angle(m * n, size));
                result[m, n] = new(cos, -sin);
            }
        }

        return result;
    }

    /// <summary>2 pi (product mod size) / size, reduced first so that large arrays lose no digits.</summary>
    private static double Angle(int product, int size) => 2 * Math.PI * (product % size) / size;

    private static double[] Transposed(double[] rows, int count, int stride, int size)
    {
        int padded = PlanarMatrix.Padded(count);
        var result = new double[size * padded];
        for (int k = 0; k < count; k++)
        {
            for (int n = 0; n < size; n++) result[n * padded + k] = rows[k * stride + n];
        }

        return result;
    }
}
