using System.Numerics;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Arrays;

/// <summary>
/// The beampattern matching error of one target set on one grid,
/// <code>
///   L(R) = sum_n w_n |beta b_n - P_n(R)|^2 / sum_n w_n,   beta = sum_n w_n b_n P_n / sum_n w_n b_n^2   (0 where b = 0)
/// </code>
/// with the levels b and weights w of a desired pattern: 1 in the sectors of the targets and 0 elsewhere, all of weight 1, where nothing
/// else is said. It is the quadratic form r^T G r of the sums r of R that the pattern sees (<see cref="PatternLags"/>; of a linear array
/// the diagonal sums), with G made once for a target set; its cost is then independent of N. Source: Zhao et al., (8) to (11). Immutable
/// and shared between threads.
/// </summary>
public sealed class BeampatternObjective
{
    /// <summary>A grid angle belongs to a sector if it is within half the beam width of its centre, up to this many degrees.</summary>
    public const double SectorEdgeToleranceDeg = 1e-9;

    private readonly Lazy<double[,]> _gram;
    private readonly double _weightSum;

    /// <summary>Targets and grid on the horizon of a uniform linear array.</summary>
    public BeampatternObjective(
        int antennas, IReadOnlyList<double> targetsDeg, double beamwidthDeg, int gridPoints, double crossCorrelationWeight = 0,
        double spacing = UniformLinearArray.HalfWavelength, bool closedGrid = false, DesiredPattern? pattern = null)
        : this(
            new AntennaArray(null, antennas, spacing), Direction.OnHorizon(targetsDeg), beamwidthDeg,
            Direction.OnHorizon(closedGrid ? AngleGrid.Closed(gridPoints) : AngleGrid.Angles(gridPoints)), pattern, crossCorrelationWeight)
    {
    }

    /// <param name="targets">Sector centres.</param>
    /// <param name="beamwidthDeg">Full width of a sector: directions within half of it of a target, edges included.</param>
    /// <param name="pattern">b and w; null: the sectors.</param>
    /// <param name="crossCorrelationWeight">w_c.</param>
    public BeampatternObjective(
        AntennaArray array, IReadOnlyList<Direction> targets, double beamwidthDeg, IReadOnlyList<Direction> grid,
        DesiredPattern? pattern = null, double crossCorrelationWeight = 0)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentOutOfRangeException.ThrowIfNegative(crossCorrelationWeight);
        // Fewer than two targets have no pair.
        CrossCorrelationWeight = targets.Count < 2 ? 0 : crossCorrelationWeight;
        (Array, Targets, BeamwidthDeg, Grid, Pattern) = (array, [.. targets], beamwidthDeg, grid, pattern);
        TargetsDeg = [.. targets.Select(target => target.AzimuthDeg)];
        AnglesDeg = [.. grid.Select(direction => direction.AzimuthDeg)];
        (double[] levels, double[] weights) = pattern is null
            ? ([.. grid.Select(direction => InSector(direction, Targets, beamwidthDeg) ? 1.0 : 0.0)], [.. grid.Select(static _ => 1.0)])
            : pattern.On(grid, array, Targets, beamwidthDeg);
        (Desired, Weights) = (levels, weights);
        _weightSum = Weights.Sum();
        // Nothing is asked for: L(R) = 0.
        if (_weightSum == 0) _weightSum = 1;
        Rows = [.. grid.Select(array.PatternRow)];
        _gram = new Lazy<double[,]>(MakeGram);
    }

    public AntennaArray Array { get; }

    /// <summary>M.</summary>
    public int Antennas => Array.Antennas;

    /// <summary>d, between neighbouring antennas, in wavelengths.</summary>
    public double Spacing => Array.Spacing;

    /// <summary>Sector centres.</summary>
    public IReadOnlyList<Direction> Targets { get; }

    /// <summary>Their azimuths in degrees.</summary>
    public IReadOnlyList<double> TargetsDeg { get; }

    /// <summary>Full sector width in degrees.</summary>
    public double BeamwidthDeg { get; }

    /// <summary>The directions n.</summary>
    public IReadOnlyList<Direction> Grid { get; }

    /// <summary>Their azimuths theta_n in degrees.</summary>
    public IReadOnlyList<double> AnglesDeg { get; }

    /// <summary>What gives b and w; null: the sectors, 0 or 1 of weight 1.</summary>
    public DesiredPattern? Pattern { get; }

    /// <summary>b_n, at least 0.</summary>
    public IReadOnlyList<double> Desired { get; }

    /// <summary>w_n, at least 0; L(R) is 0 where all are.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>
    /// w_c of the objective L(R) + w_c X(R) with the cross-correlation X of <see cref="CrossCorrelation"/>; 0 for L alone.
    /// </summary>
    public double CrossCorrelationWeight { get; }

    /// <summary>
    /// G, symmetric positive semidefinite, (2M-1) x (2M-1) of a linear array: L(R) = r^T G r. Made when first asked for: solvers use
    /// <see cref="ResidualRows()"/>.
    /// </summary>
    public double[,] Gram => _gram.Value;

    private double[][] Rows { get; }

    /// <summary>Whether an angle lies within half a sector's width of one of the centres, edges included; all in degrees.</summary>
    public static bool InSector(double angleDeg, IReadOnlyList<double> targetsDeg, double beamwidthDeg)
    {
        ArgumentNullException.ThrowIfNull(targetsDeg);
        foreach (double target in targetsDeg)
        {
            if (Math.Abs(angleDeg - target) <= beamwidthDeg / 2 + SectorEdgeToleranceDeg) return true;
        }

        return false;
    }

    /// <summary>The same of directions, by the angle between them.</summary>
    public static bool InSector(Direction direction, IReadOnlyList<Direction> targets, double beamwidthDeg) =>
        DesiredPattern.SectorOf(direction, targets, beamwidthDeg) >= 0;

    /// <summary>What designs minimise: L(R) + w_c X(R), in units of power squared.</summary>
    public double Value(ComplexMatrix covariance) =>
        Mse(covariance) + (CrossCorrelationWeight == 0 ? 0 : CrossCorrelationWeight * CrossCorrelation(covariance));

    /// <summary>
    /// X(R) = 2/(K^2 - K) sum over pairs p &lt; q of targets of |a(theta_p)^H R a(theta_q)|^2 (Liu et al. 2020, Stoica et al. 2007); 0 for
    /// fewer than two targets.
    /// </summary>
    public double CrossCorrelation(ComplexMatrix covariance)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        int targets = Targets.Count;
        if (targets < 2) return 0;
        Complex[][] steering = [.. Targets.Select(Array.Steering)];
        double sum = 0;
        for (int q = 1; q < targets; q++)
        {
            var applied = new Complex[Antennas];
            for (int i = 0; i < Antennas; i++)
            {
                ReadOnlySpan<Complex> row = covariance.Row(i);
                for (int k = 0; k < Antennas; k++) applied[i] += row[k] * steering[q][k];
            }

            for (int p = 0; p < q; p++)
            {
                Complex inner = Complex.Zero;
                for (int i = 0; i < Antennas; i++) inner += Complex.Conjugate(steering[p][i]) * applied[i];
                sum += inner.Real * inner.Real + inner.Imaginary * inner.Imaginary;
            }
        }

        return 2 * sum / (targets * (targets - 1));
    }

    /// <summary>L(R) of a covariance, in units of power squared.</summary>
    public double Mse(ComplexMatrix covariance) => Mse(Array.Lags.Of(covariance));

    /// <summary>L(R) from the diagonal sums, evaluated as a sum of squared residuals so that it is exact near zero.</summary>
    public double Mse(double[] diagonalSums)
    {
        double[] pattern = Beampattern(diagonalSums);
        double beta = BestScale(pattern), sum = 0;
        for (int n = 0; n < pattern.Length; n++)
        {
            double residual = beta * Desired[n] - pattern[n];
            sum += Weights[n] * residual * residual;
        }

        return sum / _weightSum;
    }

    /// <summary>
    /// The gradient of L in R, Hermitian and for a linear array Toeplitz, with dL = Re sum conj(G_ij) dR_ij: with q = G r, half the slope
    /// in the sums, its diagonal is 2 q_0 and at the entries of difference d it has q_(2d-1) + j q_(2d).
    /// </summary>
    /// <param name="diagonalSums">r of the covariance.</param>
    /// <param name="gradient">M x M, overwritten.</param>
    public void WriteGradient(double[] diagonalSums, ComplexMatrix gradient)
    {
        ArgumentNullException.ThrowIfNull(diagonalSums);
        ArgumentNullException.ThrowIfNull(gradient);
        double[] slope = [.. Enumerable.Range(0, diagonalSums.Length).Select(row => HalfSlope(diagonalSums, row))];
        slope[0] *= 2;
        Array.Lags.Write(slope, gradient);
    }

    /// <summary>P_n(R) on the grid.</summary>
    public double[] Beampattern(ComplexMatrix covariance) => Beampattern(Array.Lags.Of(covariance));

    /// <summary>The same from the sums.</summary>
    public double[] Beampattern(double[] diagonalSums)
    {
        ArgumentNullException.ThrowIfNull(diagonalSums);
        var pattern = new double[Rows.Length];
        for (int n = 0; n < pattern.Length; n++)
        {
            double sum = 0;
            double[] row = Rows[n];
            for (int k = 0; k < row.Length; k++) sum += row[k] * diagonalSums[k];
            pattern[n] = sum;
        }

        return pattern;
    }

    /// <summary>P(R) in any direction.</summary>
    public double Power(Direction direction, double[] diagonalSums) =>
        Array.PatternRow(direction).Zip(diagonalSums, static (row, sum) => row * sum).Sum();

    /// <summary>beta, the best height of the desired pattern; 0 where that is 0.</summary>
    public double BestScale(IReadOnlyList<double> pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        double inner = 0, norm = 0;
        for (int n = 0; n < Desired.Count; n++)
        {
            inner += Weights[n] * Desired[n] * pattern[n];
            norm += Weights[n] * Desired[n] * Desired[n];
        }

        return norm == 0 ? 0 : inner / norm;
    }

    private double HalfSlope(double[] diagonalSums, int row)
    {
        double[,] gram = Gram;
        double sum = 0;
        for (int k = 0; k < diagonalSums.Length; k++) sum += gram[row, k] * diagonalSums[k];
        return sum;
    }

    /// <summary>
    /// (N w_n / sum w)^1/2 (V - b m^T) with m = V^T W b / b^T W b, N rows as long as r: L(R) = ||(.) r||^2 / N.
    /// </summary>
    public double[][] ResidualRows() => ResidualRows(Rows);

    /// <summary>The same of other rows V with P_n = V_n x, whatever x is of R.</summary>
    public double[][] ResidualRows(double[][] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int size = rows[0].Length, points = rows.Length;
        var mean = new double[size];
        double norm = 0;
        for (int n = 0; n < points; n++) norm += Weights[n] * Desired[n] * Desired[n];
        for (int n = 0; n < points && norm > 0; n++)
        {
            double share = Weights[n] * Desired[n];
            if (share == 0) continue;
            for (int k = 0; k < size; k++) mean[k] += share * rows[n][k] / norm;
        }

        var residuals = new double[points][];
        for (int n = 0; n < points; n++)
        {
            double root = Math.Sqrt(points * Weights[n] / _weightSum);
            residuals[n] = new double[size];
            for (int k = 0; k < size; k++) residuals[n][k] = root * (rows[n][k] - Desired[n] * mean[k]);
        }

        return residuals;
    }

    /// <summary>G, made from the weighted residual rows so that it stays positive semidefinite.</summary>
    private double[,] MakeGram()
    {
        int size = Array.Lags.Count, points = Rows.Length;
        var gram = new double[size, size];
        foreach (double[] row in ResidualRows())
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j <= i; j++) gram[i, j] += row[i] * row[j] / points;
            }
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++) gram[j, i] = gram[i, j];
        }

        return gram;
    }
}
