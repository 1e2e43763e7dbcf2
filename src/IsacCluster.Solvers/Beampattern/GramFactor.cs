using System.Runtime.CompilerServices;
using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Beampattern;

/// <summary>
/// F with G = F^T F, so that L(R) = ||F A(R)||^2: the triangle of a QR factorisation of the N residual rows, or, on grids of fewer points
/// than there are sums r = A(R), those rows. Not from G, whose rounding would hide values below 1e-13 P0^2. Immutable, made once per
/// objective.
/// <para>
/// The same rows also act on the pattern p_n = f_n^H R f_n at the 2M-1 uniform frequencies 2 pi n / (2M-1) with
/// f_n = [1, e^{-j w_n}, ...]: the diagonal sums are its discrete Fourier transform, r = Psi p, hence F A(R) = (F Psi) p. For antennas on a
/// lattice of rows and columns these are the (2R-1)(2C-1) frequencies of both directions. Other arrays have no such transform: there the
/// f_n are steering vectors of a few directions of the grid, of whose powers those of all others are combinations
/// (<see cref="GridSelection"/>).
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
        (Antennas, Lags) = (objective.Antennas, objective.Array.Lags);
        int size = Lags.Count;
        double[][] rows = FactorRows(objective.ResidualRows(), size);
        (Sums, SumStride) = (rows.Length, PlanarMatrix.Padded(size));
        Rows = Padded(rows, SumStride);
        if (Lags.Lattice is not { } lattice)
        {
            var selection = GridSelection.Of(objective);
            (Frequencies, LatticeRows) = (selection.Features, 0);
            double[][] selected = FactorRows(objective.ResidualRows(selection.Combinations), Frequencies.Columns);
            (Rank, Stride) = (selected.Length, PlanarMatrix.Padded(Frequencies.Columns));
            (FrequencyRows, FrequencyColumns, PatternRows, PatternColumns) = (Padded(selected, Stride), [], [], []);
            return;
        }

        (Rank, Stride, LatticeRows) = (Sums, SumStride, lattice.Rows);
        FrequencyRows = MakeFrequencyRows(lattice, size);
        FrequencyColumns = Transposed(FrequencyRows, Rank, Stride, size);
        Frequencies = MakeFrequencies(lattice, size);
        PatternRows = new double[(1 + Rank) * Stride];
        Array.Fill(PatternRows, 1.0 / size, 0, size);
        FrequencyRows.CopyTo(PatternRows, Stride);
        PatternColumns = Transposed(PatternRows, 1 + Rank, Stride, size);
    }

    public int Antennas { get; }

    /// <summary>What the pattern sees of a covariance.</summary>
    public PatternLags Lags { get; }

    /// <summary>R of the lattice, 1 for a linear array; 0: there is none.</summary>
    public int LatticeRows { get; }

    /// <summary>Whether the frequencies are uniform, so that the mean of the pattern over them is Tr R.</summary>
    public bool IsUniform => LatticeRows > 0;

    /// <summary>The number of rows of F Psi, with uniform frequencies that of F.</summary>
    public int Rank { get; }

    public int Stride { get; }

    /// <summary>F, padded rows as long as r: 2M-1 for a linear array.</summary>
    public double[] Rows { get; }

    /// <summary>F Psi, Rank padded rows, a number for each frequency.</summary>
    public double[] FrequencyRows { get; }

    /// <summary>(F Psi)^T, a row of padded length Rank for each frequency; as the two below only with uniform ones.</summary>
    public double[] FrequencyColumns { get; }

    /// <summary>1 + Rank padded rows that act on the pattern: the trace, one over the number of frequencies, then F Psi.</summary>
    public double[] PatternRows { get; }

    /// <summary>The transpose of <see cref="PatternRows"/>, a row of padded length 1 + Rank for each frequency.</summary>
    public double[] PatternColumns { get; }

    /// <summary>[f_0, f_1, ...], a column for each frequency: 2M-1 for a linear array.</summary>
    public PlanarMatrix Frequencies { get; }

    /// <summary>The number of rows of F.</summary>
    private int Sums { get; }

    private int SumStride { get; }

    /// <summary>The factor of an objective; thread-safe.</summary>
    public static GramFactor Of(BeampatternObjective objective) => Cache.GetValue(objective, static key => new GramFactor(key));

    /// <summary>L(R) = ||F r||^2 from the diagonal sums, independent of N.</summary>
    public double Value(double[] sums)
    {
        double[] padded = new double[SumStride];
        sums.CopyTo(padded, 0);
        double value = 0;
        for (int k = 0; k < Sums; k++)
        {
            double residual = PlanarKernels.Dot(Rows, k * SumStride, padded, 0, SumStride);
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

    private static double[] Padded(double[][] rows, int stride)
    {
        var result = new double[rows.Length * stride];
        for (int k = 0; k < rows.Length; k++) rows[k].CopyTo(result, k * stride);
        return result;
    }

    private static double[][] FactorRows(double[][] rows, int size)
    {
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

    /// <summary>F Psi with Psi = [1; cos(delta_d . w_n); -sin(delta_d . w_n)] over the number of frequencies.</summary>
    private double[] MakeFrequencyRows(ArrayLattice lattice, int size)
    {
        var result = new double[Rank * Stride];
        double[] sines = new double[size], cosines = new double[size];
        int across = 2 * lattice.Columns - 1, up = 2 * lattice.Rows - 1;
        for (int n = 0; n < size; n++)
        {
            for (int d = 1; 2 * d < size; d++)
            {
                (int i, int k) = Lags.PairOf(d);
                (int columns, int rows) = (lattice.Column[i] - lattice.Column[k], lattice.Row[i] - lattice.Row[k]);
                (sines[d], cosines[d]) = Math.SinCos(Angle(columns * (n % across), across) + Angle(rows * (n / across), up));
            }

            for (int k = 0; k < Rank; k++)
            {
                double sum = Rows[k * SumStride];
                for (int d = 1; 2 * d < size; d++)
                    sum += cosines[d] * Rows[k * SumStride + 2 * d - 1] - sines[d] * Rows[k * SumStride + 2 * d];
                result[k * Stride + n] = sum / size;
            }
        }

        return result;
    }

    private PlanarMatrix MakeFrequencies(ArrayLattice lattice, int size)
    {
        var result = new PlanarMatrix(Antennas, size);
        int across = 2 * lattice.Columns - 1, up = 2 * lattice.Rows - 1;
        for (int m = 0; m < Antennas; m++)
        {
            for (int n = 0; n < size; n++)
            {
                double angle = Angle(lattice.Column[m] * (n % across), across) + Angle(lattice.Row[m] * (n / across), up);
                (double sin, double cos) = Math.SinCos(angle);
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
