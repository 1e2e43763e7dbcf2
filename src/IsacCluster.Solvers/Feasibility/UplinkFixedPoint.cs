using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Feasibility;

internal enum UplinkOutcome
{
    Converged,
    Diverged,
    Undecided,
}

/// <summary>
/// The fixed point of the virtual uplink with unit channels g_l, powers q_l and unit noise. With K the Gram matrix of the g_l and
/// <code>
///   E = (I + Q^1/2 K Q^1/2)^-1   (L x L),   1 / (1 + SINR_l) = E_ll   (the MMSE identity),
/// </code>
/// the residual (1 + Gamma0) E_ll - 1 has no cancellation at any SINR. E = T^-1 T^-H comes from the triangular factor T of
/// [G Q^1/2; I], not from K, so that nearly parallel channels cost only half the digits. Two updates:
/// <list type="bullet">
/// <item>the fixed-point step q_l &lt;- q_l Gamma0 / SINR_l, monotone from below, every iterate dual feasible, possibly slow;</item>
/// <item>Newton, which is "fix the receivers, solve the linear power control": with relative changes delta
/// (1 - E_ll)^2 delta_l - Gamma0 sum_{j != l} |E_lj|^2 delta_j = (1 - E_ll) ((1 + Gamma0) E_ll - 1).
/// The interference function is concave, so Newton from any point that meets the SINRs decreases to the fixed point
/// quadratically.</item>
/// </list>
/// Independent channels give such a point outright, the zero-forcing receivers' q_l = Gamma0 [K^-1]_ll. For dependent ones the
/// fixed-point step runs until a Newton step lands on one, or the direction of q proves that none exists.
/// </summary>
internal sealed class UplinkFixedPoint
{
    private const int MostIterations = 3000;

    /// <summary>Below this distance of a unit channel from the span of those before it they count as dependent.</summary>
    private const double DependenceTolerance = 1e-13;

    /// <summary>Accepted residual; for nearly dependent channels <see cref="Accuracy"/> adds what rounding makes of E.</summary>
    private const double ResidualTolerance = 1e-9;

    private readonly UnitChannel _channel;
    private readonly double[] _thresholds;
    private readonly int _users;
    private readonly PlanarMatrix _columns, _factor, _inverseFactor, _mmse;
    private readonly double[] _trial;

    /// <param name="thresholds">Gamma0 of each user.</param>
    public UplinkFixedPoint(UnitChannel channel, double[] thresholds)
    {
        (_channel, _thresholds, _users) = (channel, thresholds, channel.Users);
        (_columns, _factor) = (new PlanarMatrix(_users, channel.Antennas + _users), new PlanarMatrix(_users, _users));
        (_inverseFactor, _mmse) = (new PlanarMatrix(_users, _users), new PlanarMatrix(_users, _users));
        (Powers, _trial) = (new double[_users], new double[_users]);
    }

    /// <summary>q_l.</summary>
    public double[] Powers { get; }

    public int Iterations { get; private set; }

    /// <summary>Largest |(1 + Gamma0) E_ll - 1|.</summary>
    public double Residual { get; private set; } = double.PositiveInfinity;

    public UplinkOutcome Solve()
    {
        bool above = StartAbove();
        if (!above) _thresholds.CopyTo(Powers, 0);
        Evaluate(Powers);
        for (Iterations = 1; Iterations <= MostIterations; Iterations++)
        {
            if (above)
            {
                if (NewtonConverged()) return Residual <= Accuracy ? UplinkOutcome.Converged : UplinkOutcome.Undecided;
                continue;
            }

            if (TryNewton(1e-10))
            {
                above = true;
                continue;
            }

            Evaluate(Powers);
            if (Iterations % 10 == 0 && DirectionProvesDivergence()) return UplinkOutcome.Diverged;
            for (int l = 0; l < _users; l++) Powers[l] *= _thresholds[l] * Diagonal(l) / (1 - Diagonal(l));
            Evaluate(Powers);
        }

        return UplinkOutcome.Undecided;
    }

    /// <summary>
    /// The downlink design of the same power (uplink-downlink duality): v_l = (I + sum q_j g_j g_j^H)^-1 g_l and powers from
    /// the transposed linear system, in units where the user's noise is Noise_l.
    /// </summary>
    public Design Downlink(IsacInstance instance)
    {
        int antennas = _channel.Antennas;
        // With [G Q^1/2; I] = B T: v_l = B_top T^-H e_l / sqrt(q_l), free of cancellation; T^-H is the inverse factor.
        var beams = new ComplexMatrix(antennas, _users);
        for (int l = 0; l < _users; l++)
        {
            for (int k = l; k < _users; k++)
            {
                Complex weight = _inverseFactor[k, l] / Math.Sqrt(Powers[l]);
                for (int m = 0; m < antennas; m++) beams[m, l] += weight * _columns[k, m];
            }
        }

        // g_l^H v_j = -E_lj / sqrt(q_l q_j), g_l^H v_l = (1 - E_ll) / q_l; p_j = q_j y_j.
        var right = new double[_users];
        for (int l = 0; l < _users; l++) right[l] = _thresholds[l] * Powers[l] * _channel.Noise[l];
        LinearSystem.Solve(PowerControl(), right);
        for (int l = 0; l < _users; l++)
        {
            double amplitude = Math.Sqrt(instance.Power * Powers[l] * Math.Max(0, right[l]));
            for (int m = 0; m < antennas; m++) beams[m, l] *= amplitude;
        }

        return new Design(beams, new ComplexMatrix(antennas, antennas));
    }

    /// <summary>Largest residual that counts as converged.</summary>
    private double Accuracy { get; set; } = ResidualTolerance;

    private bool StartAbove()
    {
        LoadColumns(null);
        double distance = OrthogonaliseColumns();
        if (!(distance > DependenceTolerance)) return false;
        Accuracy = ResidualTolerance + 1e-14 / distance;
        HermitianKernels.InvertFactor(_factor, _inverseFactor);
        HermitianKernels.InverseFromFactor(_inverseFactor, _mmse);
        for (int l = 0; l < _users; l++) Powers[l] = _thresholds[l] * Diagonal(l);
        return true;
    }

    /// <summary>E at the given powers, and its residual.</summary>
    private void Evaluate(double[] powers)
    {
        LoadColumns(powers);
        Residual = double.PositiveInfinity;
        if (!(OrthogonaliseColumns() > 0)) return;
        HermitianKernels.InvertFactor(_factor, _inverseFactor);
        HermitianKernels.InverseFromFactor(_inverseFactor, _mmse);
        Residual = 0;
        for (int l = 0; l < _users; l++) Residual = Math.Max(Residual, Math.Abs((1 + _thresholds[l]) * Diagonal(l) - 1));
    }

    /// <summary>Rows of the buffer are the columns of [G Q^1/2; I], or of [G; 0] without powers.</summary>
    private void LoadColumns(double[]? powers)
    {
        _columns.Clear();
        int antennas = _channel.Antennas;
        for (int l = 0; l < _users; l++)
        {
            double scale = powers is null ? 1 : Math.Sqrt(powers[l]);
            for (int m = 0; m < antennas; m++)
            {
                _columns.Re[l * _columns.Stride + m] = scale * _channel.Rows.Re[l * _channel.Rows.Stride + m];
                _columns.Im[l * _columns.Stride + m] = scale * _channel.Rows.Im[l * _channel.Rows.Stride + m];
            }

            if (powers is not null) _columns.Re[l * _columns.Stride + antennas + l] = 1;
        }
    }

    /// <summary>
    /// Modified Gram-Schmidt: puts the triangular factor into the upper triangle of the factor buffer and returns its
    /// smallest diagonal entry. Its factor is as accurate as Householder's.
    /// </summary>
    private double OrthogonaliseColumns()
    {
        double[] re = _columns.Re, im = _columns.Im;
        int stride = _columns.Stride;
        double smallest = double.PositiveInfinity;
        _factor.Clear();
        for (int k = 0; k < _users; k++)
        {
            int column = k * stride;
            double norm = Math.Sqrt(PlanarKernels.SquaredNorm(_columns, k));
            smallest = Math.Min(smallest, norm);
            if (!(norm > 0) || !double.IsFinite(norm)) return 0;
            _factor.Re[k * _factor.Stride + k] = norm;
            for (int i = 0; i < stride; i++)
            {
                re[column + i] /= norm;
                im[column + i] /= norm;
            }

            for (int j = k + 1; j < _users; j++)
            {
                Complex inner = PlanarKernels.DotConjugate(_columns, k, _columns, j);
                _factor[k, j] = inner;
                PlanarKernels.AddScaled(-inner, _columns, k, _columns, j);
            }
        }

        return smallest;
    }

    /// <summary>One Newton step from above; true when rounding stops the decrease.</summary>
    private bool NewtonConverged()
    {
        double before = Residual;
        if (before <= 1e-15) return true;
        var previous = (double[])Powers.Clone();
        bool moved = TryNewton(double.PositiveInfinity);
        if (moved && (Residual < 0.5 * before || before > Accuracy)) return false;
        if (moved && Residual <= before) return true;
        Array.Copy(previous, Powers, _users);
        Evaluate(Powers);
        return true;
    }

    /// <summary>
    /// Moves to the Newton point if it is positive and meets every SINR up to the slack (relative); leaves E at the point tried.
    /// </summary>
    private bool TryNewton(double slack)
    {
        for (int l = 0; l < _users; l++) _trial[l] = (1 - Diagonal(l)) * ((1 + _thresholds[l]) * Diagonal(l) - 1);
        if (!LinearSystem.Solve(PowerControl(), _trial)) return false;
        for (int l = 0; l < _users; l++)
        {
            if (!(_trial[l] > -1) || !double.IsFinite(_trial[l])) return false;
            _trial[l] = Powers[l] * (1 + _trial[l]);
        }

        Evaluate(_trial);
        if (double.IsInfinity(Residual)) return false;
        for (int l = 0; l < _users; l++)
        {
            if ((1 + _thresholds[l]) * Diagonal(l) - 1 > slack) return false;
        }

        Array.Copy(_trial, Powers, _users);
        return true;
    }

    /// <summary>
    /// Whether d = q / sum q satisfies sum_j d_j g_j g_j^H - (1 + 1/Gamma0) d_l g_l g_l^H >= 0 for every l, up to rounding: then t d
    /// is dual feasible for every t.
    /// </summary>
    private bool DirectionProvesDivergence()
    {
        double sum = Powers.Sum();
        if (!double.IsFinite(sum)) return false;
        int antennas = _channel.Antennas;
        var test = new PlanarMatrix(antennas, antennas);
        var factored = new PlanarMatrix(antennas, antennas);
        for (int l = 0; l < _users; l++)
        {
            test.SetIdentity(1e-11);
            for (int j = 0; j < _users; j++)
            {
                double weight = Powers[j] / sum * (j == l ? 1 - (1 + 1 / _thresholds[l]) : 1);
                HermitianKernels.AddOuter(weight, _channel.Rows, j, test);
            }

            if (!HermitianKernels.Cholesky(test, factored)) return false;
        }

        return true;
    }

    /// <summary>(1 - E_ll)^2 on the diagonal, -Gamma0 |E_lj|^2 elsewhere.</summary>
    private double[,] PowerControl()
    {
        var system = new double[_users, _users];
        for (int l = 0; l < _users; l++)
        {
            for (int j = 0; j < _users; j++) system[l, j] = j == l ? Square(1 - Diagonal(l)) : -_thresholds[l] * SquaredMagnitude(l, j);
        }

        return system;
    }

    private double Diagonal(int l) => _mmse.Re[l * _mmse.Stride + l];

    private double SquaredMagnitude(int l, int j) =>
        Square(_mmse.Re[l * _mmse.Stride + j]) + Square(_mmse.Im[l * _mmse.Stride + j]);

    private static double Square(double value) => value * value;
}
