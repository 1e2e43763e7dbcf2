using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Sensing;
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
            AntennaPowerCertificate antennas => ProvesAntennaPowers(antennas.Lambda, antennas.AntennaWeights, instance),
            SidelobeCertificate sidelobes => ProvesSidelobes(sidelobes, instance),
            RestrictionCertificate { AntennaWeights: { } weights } restriction =>
                ProvesRestrictedPowers(restriction.Multipliers, weights, instance),
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
        return Value(lambda, instance) / (1 + violation);
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
            trace += instance.ThresholdOf(l) * instance.NoiseOf(l) * q[l, l].Real;
        }

        var h = Matrix<Complex>.Build.Dense(antennas, users, (m, l) => instance.Channel[l, m]);
        double violation = Math.Max(0, -1 - SmallestEigenvalue(-(h * q * h.ConjugateTranspose())));
        return trace / (1 + violation);
    }

    /// <summary>
    /// Whether diag(nu) + sum_j lambda_j h_j h_j^H - (1 + 1/Gamma_l) lambda_l h_l h_l^H >= 0 for every l and sum_l lambda_l sigma_l^2
    /// exceeds sum_m nu_m P_m, an eigenvalue below zero being added to every nu_m.
    /// </summary>
    private static bool ProvesAntennaPowers(IReadOnlyList<double> lambda, IReadOnlyList<double> nu, IsacInstance instance)
    {
        if (lambda.Count != instance.Users || nu.Count != instance.Antennas || lambda.Any(value => !(value >= 0))) return false;
        double violation = 0;
        for (int l = 0; l < instance.Users; l++)
            violation = Math.Max(violation, -SmallestEigenvalue(UplinkMatrix(lambda, l, instance) + Diagonal(nu)));
        return Value(lambda, instance) > nu.Select((value, m) => (value + violation) * instance.AntennaPowers![m]).Sum();
    }

    /// <summary>
    /// Whether D = diag(nu) - sum_l lambda_l h_l h_l^H is positive semidefinite along every column of the pseudo-inverse and on the null
    /// space (the condition of zf-pinv, which that of zf implies) and sum_l lambda_l Gamma_l sigma_l^2 exceeds sum_m nu_m P_m.
    /// </summary>
    private static bool ProvesRestrictedPowers(IReadOnlyList<double> lambda, IReadOnlyList<double> nu, IsacInstance instance)
    {
        int users = instance.Users, antennas = instance.Antennas;
        if (lambda.Count != users || nu.Count != antennas || lambda.Any(value => !(value >= 0))) return false;
        var h = Matrix<Complex>.Build.Dense(antennas, users, (m, l) => instance.Channel[l, m]);
        Matrix<Complex> weights = Matrix<Complex>.Build.DenseOfDiagonalArray([.. lambda.Select(value => new Complex(value, 0))]);
        Matrix<Complex> matrix = Diagonal(nu) - h * weights * h.ConjugateTranspose();
        Matrix<Complex> columns = h * (h.ConjugateTranspose() * h).Inverse();
        double violation = 0;
        for (int l = 0; l < users; l++)
        {
            var w = columns.Column(l);
            violation = Math.Max(violation, -(w.ConjugateDotProduct(matrix * w) / w.ConjugateDotProduct(w)).Real);
        }

        if (users < antennas)
        {
            Matrix<Complex> free = h.Svd().U.SubMatrix(0, antennas, users, antennas - users);
            violation = Math.Max(violation, -SmallestEigenvalue(free.ConjugateTranspose() * matrix * free));
        }

        double value = 0;
        for (int l = 0; l < users; l++) value += lambda[l] * instance.ThresholdOf(l) * instance.NoiseOf(l);
        return value > nu.Select((weight, m) => (weight + violation) * instance.AntennaPowers![m]).Sum();
    }

    /// <summary>
    /// Whether sum_l lambda_l sigma_l^2 exceeds sum_m nu_m P_m plus what rounding and t, at most M P0, may add.
    /// </summary>
    private static bool ProvesSidelobes(SidelobeCertificate certificate, IsacInstance instance)
    {
        var criterion = (MaxMinPower)instance.Criterion!;
        int antennas = instance.Antennas;
        double[] sidelobes = criterion.SidelobesDeg(instance.Objective);
        IEnumerable<double> weights = certificate.Lambda.Concat(certificate.TargetWeights).Concat(certificate.SidelobeWeights);
        if (weights.Any(value => !(value >= 0))) return false;
        Matrix<Complex> matrix = Diagonal(certificate.AntennaWeights);
        foreach ((double angle, double weight) in instance.Objective.TargetsDeg.Zip(certificate.TargetWeights)) Add(angle, -weight);
        foreach ((double angle, double weight) in sidelobes.Zip(certificate.SidelobeWeights)) Add(angle, weight);
        double violation = certificate.Lambda.Count == 0 ? Math.Max(0, -SmallestEigenvalue(matrix)) : 0;
        for (int l = 0; l < certificate.Lambda.Count; l++)
            violation = Math.Max(violation, -SmallestEigenvalue(matrix + UplinkMatrix(certificate.Lambda, l, instance)));
        double limit = Math.Pow(10, criterion.SidelobeDb / 10);
        double tau = Math.Max(0, limit * certificate.SidelobeWeights.Sum() - certificate.TargetWeights.Sum());
        double cost = certificate.AntennaWeights
            .Select((value, m) => (value + violation) * (instance.AntennaPowers?[m] ?? instance.Power / antennas)).Sum();
        bool equal = instance.AntennaPowers is not null || certificate.AntennaWeights.All(value => value == certificate.AntennaWeights[0]);
        return equal && (certificate.Lambda.Count == 0 ? 0 : Value(certificate.Lambda, instance)) > cost + tau * antennas * instance.Power;

        void Add(double angle, double weight)
        {
            Complex[] a = UniformLinearArray.SteeringVector(angle, antennas, instance.Objective.Spacing);
            matrix += Matrix<Complex>.Build.Dense(antennas, antennas, (r, c) => weight * a[r] * Complex.Conjugate(a[c]));
        }
    }

    private static Matrix<Complex> Diagonal(IReadOnlyList<double> nu) =>
        Matrix<Complex>.Build.DenseOfDiagonalArray([.. nu.Select(value => new Complex(value, 0))]);

    /// <summary>sum_l lambda_l sigma_l^2.</summary>
    private static double Value(IReadOnlyList<double> lambda, IsacInstance instance) =>
        lambda.Select((value, l) => value * instance.NoiseOf(l)).Sum();

    /// <summary>sum_j lambda_j h_j h_j^H - (1 + 1/Gamma0) lambda_l h_l h_l^H.</summary>
    private static Matrix<Complex> UplinkMatrix(IReadOnlyList<double> lambda, int user, IsacInstance instance)
    {
        int antennas = instance.Antennas;
        var matrix = Matrix<Complex>.Build.Dense(antennas, antennas);
        for (int j = 0; j < instance.Users; j++)
        {
            double weight = lambda[j] * (j == user ? -1 / instance.ThresholdOf(j) : 1);
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
