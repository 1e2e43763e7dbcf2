using System.Globalization;
using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// The least power of zero forcing and its proof:
/// <code>
///   minimise Tr R  s.t. R >= 0, h_i^H R h_j = 0 (i != j), h_l^H R h_l >= Gamma0 sigma^2
///   dual: maximise Gamma0 sigma^2 Tr Q  s.t.  I - sum_ab Q_ab h_a h_b^H >= 0,  Q Hermitian with Q_ll >= 0
/// </code>
/// With independent channels and K_ab = h_a^H h_b the optimum of both is Gamma0 sigma^2 Tr K^-1, at R = Gamma0 sigma^2 sum_l w_l w_l^H
/// with the columns w_l of the pseudo-inverse, and at Q = K^-1 (with limits of each user, Gamma_l sigma_l^2 in the sums), for which
/// sum Q_ab h_a h_b^H is the projection onto the span of the
/// h_l. For dependent channels, sum_l n_l h_l = 0, Q = t n n^H is feasible for every t > 0 and no power suffices. `zf` and `zf-pinv`
/// are infeasible under the same condition, which is said only after <see cref="IsProof"/> has verified Q as it is given out.
/// </summary>
internal sealed class ZeroForcingFeasibility
{
    /// <summary>
    /// Distance of a unit channel from the span of those before it, squared, up to which the Gram matrix gives K^-1. Below it the channels
    /// are orthogonalised, which costs only half the digits.
    /// </summary>
    private const double GramTolerance = 1e-8;

    /// <summary>Below this distance channels count as dependent: rounding of the channels themselves is as large.</summary>
    private const double DependenceTolerance = 1e-14;

    private readonly PlanarMatrix? _beams;

    private ZeroForcingFeasibility(PlanarMatrix? inverse, PlanarMatrix? beams, double share, RestrictionCertificate? certificate) =>
        (Inverse, _beams, PowerShare, Certificate) = (inverse, beams, share, certificate);

    /// <summary>K^-1 of the unit channels, or null if they are dependent.</summary>
    public PlanarMatrix? Inverse { get; }

    /// <summary>Least power over P0.</summary>
    public double PowerShare { get; }

    /// <summary>Whether zero forcing has a design.</summary>
    public bool IsFeasible => PowerShare <= 1 + MinimumPower.FeasibilityTolerance;

    /// <summary>
    /// Q as 2 L^2 numbers, row by row, real and imaginary part in turn; null where zero forcing is feasible and where rounding leaves no
    /// proof that it is not.
    /// </summary>
    public RestrictionCertificate? Certificate { get; }

    public static ZeroForcingFeasibility Of(IsacInstance instance, UnitChannel channel)
    {
        int users = channel.Users;
        if (channel.ZeroUser is int zero)
        {
            var alone = new Complex[users];
            alone[zero] = Complex.One;
            return Dependent(instance, channel, alone, $"User {zero + 1} has no channel: no power gives it a signal.");
        }

        PlanarMatrix inverse = new(users, users);
        PlanarMatrix? beams = null;
        if (!HermitianKernels.TryInvert(channel.Gram, inverse, GramTolerance))
        {
            PlanarMatrix span = new(users, channel.Antennas), coordinates = new(users, users), lower = new(users, users);
            span.CopyFrom(channel.Rows);
            int independent = OrthonormalRows.Of(span, coordinates, DependenceTolerance);
            HermitianKernels.InvertFactor(OrthonormalRows.Factor(coordinates), lower);
            if (independent < users)
            {
                const string Reason = "The users' channels are linearly dependent: their signals cannot be separated at any power.";
                return Dependent(instance, channel, Dependence(coordinates, lower, independent), Reason);
            }

            HermitianKernels.InverseFromFactor(lower, inverse);
            beams = new PlanarMatrix(users, channel.Antennas);
            for (int l = 0; l < users; l++)
            {
                for (int k = l; k < users; k++) PlanarKernels.AddScaled(lower[k, l], span, k, beams, l);
            }
        }

        double share = 0;
        for (int l = 0; l < users; l++) share += instance.ThresholdOf(l) * channel.Noise[l] * inverse[l, l].Real;
        if (share <= 1 + MinimumPower.FeasibilityTolerance) return new(inverse, beams, share, null);
        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"Zero forcing needs at least the power {share * instance.Power:G6}, which exceeds {instance.Power:G6}.");
        return new(inverse, beams, share, Proof(instance, channel, (a, b) => inverse[a, b], share, reason));
    }

    /// <summary>Column l is w_l = sum_j h_j [K^-1]_jl for unit channels.</summary>
    public ComplexMatrix PseudoInverse(UnitChannel channel)
    {
        var columns = new ComplexMatrix(channel.Antennas, channel.Users);
        for (int l = 0; l < channel.Users; l++)
        {
            for (int m = 0; m < channel.Antennas && _beams is not null; m++) columns[m, l] = _beams[l, m];
            for (int j = 0; j < channel.Users && _beams is null; j++)
            {
                for (int m = 0; m < channel.Antennas; m++) columns[m, l] += channel.Rows[j, m] * Inverse![j, l];
            }
        }

        return columns;
    }

    /// <summary>
    /// The result where zero forcing is not feasible. Its proof is that no design at all meets the SINRs if that is so, since it says more,
    /// and else <see cref="Certificate"/>; without a proof it is a numerical failure.
    /// </summary>
    public SolveResult Infeasible(IsacInstance instance, UnitChannel channel, SolverOptions options)
    {
        InfeasibilityCertificate? proof = MinimumPower.Of(instance, channel, options).Certificate ?? Certificate;
        return new SolveResult { Status = proof is null ? SolveStatus.NumericalFailure : SolveStatus.Infeasible, Certificate = proof };
    }

    private static ZeroForcingFeasibility Dependent(IsacInstance instance, UnitChannel channel, Complex[] n, string reason) =>
        new(null, null, double.PositiveInfinity,
            Proof(instance, channel, (a, b) => n[a] * Complex.Conjugate(n[b]), double.PositiveInfinity, reason));

    /// <summary>n with sum_l n_l h_l = 0 up to the tolerance: channel k less its part in the span of those before it.</summary>
    private static Complex[] Dependence(PlanarMatrix coordinates, PlanarMatrix lower, int k)
    {
        var n = new Complex[coordinates.Rows];
        n[k] = Complex.One;
        for (int j = 0; j < k; j++)
        {
            for (int a = j; a < k; a++) n[j] -= Complex.Conjugate(lower[a, j]) * coordinates[k, a];
        }

        return n;
    }

    /// <summary>
    /// The multiple of Q of value c P0, c between 1 and <see cref="PowerShare"/> and at most 2: what is left of I - sum Q_ab h_a h_b^H then
    /// outweighs rounding. Null if it does not.
    /// </summary>
    /// <param name="shape">A multiple of Q for unit channels.</param>
    private static RestrictionCertificate? Proof(
        IsacInstance instance, UnitChannel channel, Func<int, int, Complex> shape, double share, string reason)
    {
        int users = channel.Users;
        double least = channel.Norms.Where(static norm => norm > 0).DefaultIfEmpty(1).Min(), trace = 0;
        double[] ratios = [.. channel.Norms.Select(norm => norm > 0 ? least / norm : 1)];
        for (int l = 0; l < users; l++) trace += Weight(instance, l) * shape(l, l).Real * ratios[l] * ratios[l];
        double scale = Math.Min((1 + share) / 2, 2) * instance.Power / instance.SinrThreshold / instance.Noise / trace;
        var q = new double[2 * users * users];
        for (int i = 0; i < users * users; i++)
        {
            Complex entry = scale * ratios[i / users] * ratios[i % users] * shape(i / users, i % users);
            (q[2 * i], q[2 * i + 1]) = (entry.Real, entry.Imaginary);
        }

        return IsProof(instance, q) ? new RestrictionCertificate(reason, q) : null;
    }

    /// <summary>Whether Q, as these numbers, proves in double precision that no zero forcing has the power P0.</summary>
    private static bool IsProof(IsacInstance instance, double[] q)
    {
        int users = instance.Users, antennas = instance.Antennas;
        double trace = 0, terms = 0;
        PlanarMatrix rest = new(antennas, antennas), rows = new(users, antennas), factor = new(antennas, antennas);
        rows.CopyFrom(instance.Channel, 1);
        for (int a = 0; a < users; a++)
        {
            trace += Weight(instance, a) * q[2 * a * (users + 1)];
            for (int b = 0; b < users; b++)
            {
                int i = 2 * (a * users + b);
                var weight = new Complex(q[i], q[i + 1]);
                terms += weight.Magnitude * Math.Sqrt(PlanarKernels.SquaredNorm(rows, a) * PlanarKernels.SquaredNorm(rows, b));
                for (int m = 0; m < antennas; m++)
                {
                    for (int k = 0; k < antennas; k++) rest[m, k] -= weight * rows[a, m] * Complex.Conjugate(rows[b, k]);
                }
            }
        }

        rest.AddIdentity(1 - CertificateRounding.Of(users * users, terms, antennas));
        return instance.SinrThreshold * instance.Noise * trace > instance.Power && HermitianKernels.Cholesky(rest, factor);
    }

    /// <summary>Gamma_l sigma_l^2 over Gamma0 sigma^2, exactly 1 where users have the same limits.</summary>
    private static double Weight(IsacInstance instance, int user) => instance.UserNoise is null && instance.UserThresholds is null
        ? 1
        : instance.ThresholdOf(user) * instance.NoiseOf(user) / (instance.SinrThreshold * instance.Noise);
}
