using System.Numerics;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Arrays;

/// <summary>
/// The beampattern matching error of one target set on one grid,
/// L(R) = (1/N) sum_n |beta b(theta_n) - P(theta_n; R)|^2 with the best beta = b^T p / b^T b (0 if b = 0).
/// It is the quadratic form r^T G r of the diagonal sums r of R, with G made once for a target set; its cost is
/// then independent of N. Source: Zhao et al., (8) to (11); DESIGN.md 1.3. Immutable and shared between threads.
/// </summary>
public sealed class BeampatternObjective
{
    /// <summary>A grid angle belongs to a sector if it is within half the beam width of its centre, up to this many degrees.</summary>
    public const double SectorEdgeToleranceDeg = 1e-9;

    private readonly Lazy<double[,]> _gram;

    public BeampatternObjective(
        int antennas, IReadOnlyList<double> targetsDeg, double beamwidthDeg, int gridPoints, double crossCorrelationWeight = 0,
        double spacing = UniformLinearArray.HalfWavelength, bool closedGrid = false)
    {
        ArgumentNullException.ThrowIfNull(targetsDeg);
        ArgumentOutOfRangeException.ThrowIfNegative(crossCorrelationWeight);
        // Fewer than two targets have no pair.
        CrossCorrelationWeight = targetsDeg.Count < 2 ? 0 : crossCorrelationWeight;
        (Antennas, Spacing) = (antennas, spacing);
        TargetsDeg = [.. targetsDeg];
        BeamwidthDeg = beamwidthDeg;
        AnglesDeg = closedGrid ? AngleGrid.Closed(gridPoints) : AngleGrid.Angles(gridPoints);
        Desired = [.. AnglesDeg.Select(angle => InSector(angle, TargetsDeg, beamwidthDeg) ? 1.0 : 0.0)];
        Rows = [.. AnglesDeg.Select(angle => DiagonalSums.BeampatternRow(angle, antennas, spacing))];
        _gram = new Lazy<double[,]>(MakeGram);
    }

    /// <summary>M.</summary>
    public int Antennas { get; }

    /// <summary>d, between neighbouring antennas, in wavelengths.</summary>
    public double Spacing { get; }

    /// <summary>Sector centres in degrees.</summary>
    public IReadOnlyList<double> TargetsDeg { get; }

    /// <summary>Full sector width in degrees.</summary>
    public double BeamwidthDeg { get; }

    /// <summary>theta_n in degrees.</summary>
    public IReadOnlyList<double> AnglesDeg { get; }

    /// <summary>b(theta_n), each 0 or 1.</summary>
    public IReadOnlyList<double> Desired { get; }

    /// <summary>
    /// w_c of the objective L(R) + w_c X(R) with the cross-correlation X of <see cref="CrossCorrelation"/>; 0 for L alone.
    /// </summary>
    public double CrossCorrelationWeight { get; }

    /// <summary>
    /// G, (2M-1) x (2M-1), symmetric positive semidefinite: L(R) = r^T G r. Made when first asked for: solvers use
    /// <see cref="ResidualRows"/>.
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
        int targets = TargetsDeg.Count;
        if (targets < 2) return 0;
        Complex[][] steering = [.. TargetsDeg.Select(angle => UniformLinearArray.SteeringVector(angle, Antennas, Spacing))];
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
    public double Mse(ComplexMatrix covariance) => Mse(DiagonalSums.Of(covariance));

    /// <summary>L(R) from the diagonal sums, evaluated as a sum of squared residuals so that it is exact near zero.</summary>
    public double Mse(double[] diagonalSums)
    {
        double[] pattern = Beampattern(diagonalSums);
        double beta = BestScale(pattern), sum = 0;
        for (int n = 0; n < pattern.Length; n++)
        {
            double residual = beta * Desired[n] - pattern[n];
            sum += residual * residual;
        }

        return sum / pattern.Length;
    }

    /// <summary>
    /// The gradient of L in R, Hermitian Toeplitz with dL = Re sum conj(G_ij) dR_ij: with q = G r, half the slope in the diagonal sums, its
    /// diagonal is 2 q_0 and its d-th subdiagonal q_(2d-1) + j q_(2d).
    /// </summary>
    /// <param name="diagonalSums">r of the covariance.</param>
    /// <param name="gradient">M x M, overwritten.</param>
    public void WriteGradient(double[] diagonalSums, ComplexMatrix gradient)
    {
        ArgumentNullException.ThrowIfNull(diagonalSums);
        ArgumentNullException.ThrowIfNull(gradient);
        for (int d = 0; d < Antennas; d++)
        {
            Complex entry = d == 0
                ? 2 * HalfSlope(diagonalSums, 0)
                : new Complex(HalfSlope(diagonalSums, 2 * d - 1), HalfSlope(diagonalSums, 2 * d));
            for (int k = 0; k + d < Antennas; k++) (gradient[k + d, k], gradient[k, k + d]) = (entry, Complex.Conjugate(entry));
        }
    }

    /// <summary>P(theta_n; R) on the grid.</summary>
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

    /// <summary>beta = b^T p / b^T b, the best height of the desired pattern; 0 where no grid point lies in a sector.</summary>
    public double BestScale(IReadOnlyList<double> pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        double inner = 0, norm = 0;
        for (int n = 0; n < Desired.Count; n++)
        {
            inner += Desired[n] * pattern[n];
            norm += Desired[n];
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

    /// <summary>(I - b b^T / b^T b) V, N rows of length 2M-1: L(R) = ||(.) r||^2 / N.</summary>
    public double[][] ResidualRows()
    {
        int size = DiagonalSums.Count(Antennas), points = Rows.Length;
        var mean = new double[size];
        double count = Desired.Sum();
        for (int n = 0; n < points && count > 0; n++)
        {
            for (int k = 0; k < size; k++) mean[k] += Desired[n] * Rows[n][k] / count;
        }

        var residuals = new double[points][];
        for (int n = 0; n < points; n++)
        {
            residuals[n] = new double[size];
            for (int k = 0; k < size; k++) residuals[n][k] = Rows[n][k] - Desired[n] * mean[k];
        }

        return residuals;
    }

    /// <summary>G = V^T (I - b b^T / b^T b) V / N, made from the projected rows so that it stays positive semidefinite.</summary>
    private double[,] MakeGram()
    {
        int size = DiagonalSums.Count(Antennas), points = Rows.Length;
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
