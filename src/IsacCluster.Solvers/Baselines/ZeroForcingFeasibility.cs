using System.Globalization;
using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;
using MathNet.Numerics.LinearAlgebra;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// The least power of zero forcing and its proof:
/// <code>
///   minimise Tr R  s.t. R >= 0, h_i^H R h_j = 0 (i != j), h_l^H R h_l >= Gamma0 sigma^2
///   dual: maximise Gamma0 sigma^2 Tr Q  s.t.  I - sum_ab Q_ab h_a h_b^H >= 0,  Q Hermitian with Q_ll >= 0
/// </code>
/// With independent channels and K_ab = h_a^H h_b the optimum of both is Gamma0 sigma^2 Tr K^-1, at R = Gamma0 sigma^2 sum_l w_l w_l^H
/// with the columns w_l of the pseudo-inverse, and at Q = K^-1, for which sum Q_ab h_a h_b^H is the projection onto the span of the
/// h_l. For dependent channels, sum_l n_l h_l = 0, Q = t n n^H is feasible for every t > 0 and no power suffices. `zf` and `zf-pinv`
/// are infeasible under the same condition.
/// </summary>
internal sealed class ZeroForcingFeasibility
{
    /// <summary>Channels count as dependent if one is closer than this (squared, relative) to the span of the others.</summary>
    private const double DependenceTolerance = 1e-12;

    private ZeroForcingFeasibility(PlanarMatrix? inverse, double share, RestrictionCertificate? certificate) =>
        (Inverse, PowerShare, Certificate) = (inverse, share, certificate);

    /// <summary>K^-1 of the unit channels, or null if they are dependent.</summary>
    public PlanarMatrix? Inverse { get; }

    /// <summary>Least power over P0.</summary>
    public double PowerShare { get; }

    /// <summary>Q as 2 L^2 numbers, row by row, real and imaginary part in turn; null where zero forcing is feasible.</summary>
    public RestrictionCertificate? Certificate { get; }

    public static ZeroForcingFeasibility Of(IsacInstance instance, UnitChannel channel)
    {
        int users = channel.Users;
        var inverse = new PlanarMatrix(users, users);
        if (channel.ZeroUser is int zero)
        {
            var ray = new Complex[users, users];
            ray[zero, zero] = 2 * instance.Power / (instance.SinrThreshold * instance.Noise);
            return new(null, double.PositiveInfinity, new($"User {zero + 1} has no channel: no power gives it a signal.", Flatten(ray)));
        }

        if (!HermitianKernels.TryInvert(channel.Gram, inverse, DependenceTolerance)) return Dependent(instance, channel);
        double share = 0;
        for (int l = 0; l < users; l++) share += instance.SinrThreshold * channel.Noise[l] * inverse[l, l].Real;
        if (share <= 1 + MinimumPower.FeasibilityTolerance) return new(inverse, share, null);

        var multipliers = new Complex[users, users];
        for (int a = 0; a < users; a++)
        {
            for (int b = 0; b < users; b++) multipliers[a, b] = inverse[a, b] / channel.Norms[a] / channel.Norms[b];
        }

        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"Zero forcing needs at least the power {share * instance.Power:G6}, which exceeds {instance.Power:G6}.");
        return new(inverse, share, new(reason, Flatten(multipliers)));
    }

    /// <summary>
    /// The result where zero forcing is infeasible. Its proof is that no design at all meets the SINRs if that is so, since it says more,
    /// and else <see cref="Certificate"/>.
    /// </summary>
    public SolveResult Infeasible(IsacInstance instance, UnitChannel channel, SolverOptions options) => new()
    {
        Status = SolveStatus.Infeasible,
        Certificate = MinimumPower.Of(instance, channel, options).Certificate ?? Certificate!,
    };

    private static ZeroForcingFeasibility Dependent(IsacInstance instance, UnitChannel channel)
    {
        int users = channel.Users;
        var gram = Matrix<Complex>.Build.Dense(users, users, (a, b) => channel.Gram[a, b]);
        var evd = gram.Evd(Symmetricity.Hermitian);
        var null0 = evd.EigenVectors.Column(0);
        double gain = 0;
        for (int l = 0; l < users; l++) gain += channel.Noise[l] * instance.SinrThreshold * Square(null0[l]);
        double length = 2 / gain;
        var multipliers = new Complex[users, users];
        for (int a = 0; a < users; a++)
        {
            for (int b = 0; b < users; b++)
                multipliers[a, b] = length * null0[a] * Complex.Conjugate(null0[b]) / channel.Norms[a] / channel.Norms[b];
        }

        const string Reason = "The users' channels are linearly dependent: their signals cannot be separated at any power.";
        return new(null, double.PositiveInfinity, new(Reason, Flatten(multipliers)));
    }

    private static double[] Flatten(Complex[,] matrix)
    {
        int users = matrix.GetLength(0);
        var flat = new double[2 * users * users];
        for (int i = 0; i < users * users; i++)
        {
            Complex entry = matrix[i / users, i % users];
            (flat[2 * i], flat[2 * i + 1]) = (entry.Real, entry.Imaginary);
        }

        return flat;
    }

    private static double Square(Complex value) => value.Real * value.Real + value.Imaginary * value.Imaginary;
}
