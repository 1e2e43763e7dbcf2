using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Solvers;
using MathNet.Numerics.LinearAlgebra;

namespace IsacCluster.Benchmarks.Stress;

/// <summary>
/// Checks certificates of infeasibility from the instance alone, by eigenvalues of the matrices that must be positive semidefinite and
/// with no code of the solvers. An eigenvalue below zero by rounding is paid for: if I + A >= -tau I then I + A / (1 + tau) >= 0, so the
/// multipliers divided by 1 + tau are feasible and prove the bound divided by 1 + tau.
/// </summary>
internal static class CertificateCheck
{
    /// <summary>Most that the homogeneous condition of a ray may be violated by, relative to the largest term.</summary>
    public const double RayTolerance = 1e-10;

    /// <summary>Whether the certificate proves that the constraints of its problem have no solution with Tr R &lt;= P0.</summary>
    public static bool Verify(InfeasibilityCertificate certificate, IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return certificate switch
        {
            MinimumPowerCertificate bound => MinimumPowerBound(bound.Lambda, instance) > instance.Power,
            DivergenceCertificate ray => IsRay(ray.Direction, instance),
            RestrictionCertificate restriction => ZeroForcingBound(restriction.Multipliers, instance) > instance.Power,
            _ => throw new ArgumentException($"A {certificate?.GetType().Name} cannot be checked.", nameof(certificate)),
        };
    }

    /// <summary>
    /// A proven lower bound on Tr R from lambda >= 0: sigma^2 sum lambda / (1 + tau), tau the violation of
    /// I + sum_j lambda_j h_j h_j^H - (1 + 1/Gamma0) lambda_l h_l h_l^H >= 0. Negative infinity if an entry is negative or not finite.
    /// </summary>
    public static double MinimumPowerBound(IReadOnlyList<double> lambda, IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(lambda);
        ArgumentNullException.ThrowIfNull(instance);
        if (lambda.Count != instance.Users || lambda.Any(value => !(value >= 0) || !double.IsFinite(value))) return double.NegativeInfinity;
        double violation = 0;
        for (int l = 0; l < instance.Users; l++)
            violation = Math.Max(violation, -1 - SmallestEigenvalue(UplinkMatrix(lambda, l, instance)));
        return instance.Noise * lambda.Sum() / (1 + violation);
    }

    /// <summary>Whether sum_j d_j h_j h_j^H - (1 + 1/Gamma0) d_l h_l h_l^H >= 0 for every l, with d >= 0 not zero.</summary>
    public static bool IsRay(IReadOnlyList<double> direction, IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentNullException.ThrowIfNull(instance);
        if (direction.Count != instance.Users || direction.Any(value => !(value >= 0)) || !(direction.Sum() > 0)) return false;
        double scale = 0;
        for (int l = 0; l < instance.Users; l++) scale = Math.Max(scale, direction[l] * SquaredNorm(instance, l));
        for (int l = 0; l < instance.Users; l++)
        {
            if (SmallestEigenvalue(UplinkMatrix(direction, l, instance)) < -RayTolerance * scale) return false;
        }

        return true;
    }

    /// <summary>
    /// A proven lower bound on Tr R under zero forcing from Q (L x L Hermitian, 2 L^2 numbers by rows, real and imaginary part in turn)
    /// with Q_ll >= 0: Gamma0 sigma^2 Tr Q / (1 + tau), tau the violation of I - sum_ab Q_ab h_a h_b^H >= 0.
    /// </summary>
    public static double ZeroForcingBound(IReadOnlyList<double> multipliers, IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(multipliers);
        ArgumentNullException.ThrowIfNull(instance);
        int users = instance.Users, antennas = instance.Antennas;
        if (multipliers.Count != 2 * users * users) return double.NegativeInfinity;
        var q = Matrix<Complex>.Build.Dense(
            users, users, (a, b) => new(multipliers[2 * (a * users + b)], multipliers[2 * (a * users + b) + 1]));
        if ((q - q.ConjugateTranspose()).FrobeniusNorm() > 1e-12 * q.FrobeniusNorm()) return double.NegativeInfinity;
        double trace = 0;
        for (int l = 0; l < users; l++)
        {
            if (!(q[l, l].Real >= 0)) return double.NegativeInfinity;
            trace += q[l, l].Real;
        }

        var h = Matrix<Complex>.Build.Dense(antennas, users, (m, l) => instance.Channel[l, m]);
        double violation = Math.Max(0, -1 - SmallestEigenvalue(-(h * q * h.ConjugateTranspose())));
        return instance.SinrThreshold * instance.Noise * trace / (1 + violation);
    }

    /// <summary>sum_j lambda_j h_j h_j^H - (1 + 1/Gamma0) lambda_l h_l h_l^H.</summary>
    private static Matrix<Complex> UplinkMatrix(IReadOnlyList<double> lambda, int user, IsacInstance instance)
    {
        int antennas = instance.Antennas;
        var matrix = Matrix<Complex>.Build.Dense(antennas, antennas);
        for (int j = 0; j < instance.Users; j++)
        {
            double weight = lambda[j] * (j == user ? -1 / instance.SinrThreshold : 1);
            for (int r = 0; r < antennas; r++)
            {
                for (int c = 0; c < antennas; c++)
                    matrix[r, c] += weight * instance.Channel[j, r] * Complex.Conjugate(instance.Channel[j, c]);
            }
        }

        return matrix;
    }

    private static double SmallestEigenvalue(Matrix<Complex> matrix)
    {
        Matrix<Complex> hermitian = (matrix + matrix.ConjugateTranspose()) * 0.5;
        return hermitian.Evd(Symmetricity.Hermitian).EigenValues.Min(value => value.Real);
    }

    private static double SquaredNorm(IsacInstance instance, int user)
    {
        double sum = 0;
        foreach (Complex entry in instance.Channel.Row(user)) sum += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
        return sum;
    }
}
