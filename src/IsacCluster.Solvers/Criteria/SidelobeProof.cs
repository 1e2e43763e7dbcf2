using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Criteria;

/// <summary>Whether a <see cref="SidelobeCertificate"/> proves what it says, by Cholesky factorisations with a bound on rounding.</summary>
internal static class SidelobeProof
{
    /// <param name="targets">Degrees.</param>
    /// <param name="sidelobes">Degrees.</param>
    /// <param name="limit">epsilon.</param>
    public static bool Holds(
        SidelobeCertificate certificate, IsacInstance instance, double[] targets, double[] sidelobes, double limit)
    {
        int antennas = instance.Antennas, users = certificate.Lambda.Count;
        double[] mu = [.. certificate.TargetWeights], eta = [.. certificate.SidelobeWeights], lambda = [.. certificate.Lambda];
        if (!lambda.Concat(mu).Concat(eta).All(static value => value >= 0)) return false;
        double size = (mu.Sum() + eta.Sum()) * antennas + certificate.AntennaWeights.Max(Math.Abs);
        var sum = new PlanarMatrix(antennas, antennas);
        AddAll(targets, mu, -1, instance, sum);
        AddAll(sidelobes, eta, 1, instance, sum);
        var channel = new PlanarMatrix(users, antennas);
        if (users > 0) channel.CopyFrom(instance.Channel, 1);
        double proven = 0;
        for (int l = 0; l < users; l++)
        {
            HermitianKernels.AddOuter(lambda[l], channel, l, sum);
            size += (2 + 1 / instance.ThresholdOf(l)) * lambda[l] * PlanarKernels.SquaredNorm(channel, l);
            proven += lambda[l] * instance.NoiseOf(l);
        }

        // Where the matrices are positive only up to rounding every antenna's multiplier is raised by as much.
        double raise = 2 * CertificateRounding.Of(users + mu.Length + eta.Length + 1, size, antennas), cost = 0;
        for (int m = 0; m < antennas; m++)
        {
            double weight = certificate.AntennaWeights[m] + raise;
            sum.Re[m * (sum.Stride + 1)] += weight - raise / 2;
            cost += weight * (instance.AntennaPowers?[m] ?? instance.Power / antennas);
        }

        double tau = Math.Max(0, limit * eta.Sum() - mu.Sum());
        if (!(proven > cost + tau * antennas * instance.Power)) return false;
        return Enumerable.Range(0, Math.Max(1, users)).All(l => IsPositive(sum, channel, l, users == 0 ? 0
            : (1 + 1 / instance.ThresholdOf(l)) * lambda[l]));
    }

    private static void AddAll(double[] angles, double[] weights, double sign, IsacInstance instance, PlanarMatrix sum)
    {
        int antennas = instance.Antennas;
        var vector = new PlanarMatrix(1, antennas);
        for (int n = 0; n < angles.Length; n++)
        {
            Complex[] steering = UniformLinearArray.SteeringVector(angles[n], antennas, instance.Objective.Spacing);
            for (int m = 0; m < antennas; m++) vector[0, m] = steering[m];
            HermitianKernels.AddOuter(sign * weights[n], vector, 0, sum);
        }
    }

    private static bool IsPositive(PlanarMatrix sum, PlanarMatrix channel, int user, double weight)
    {
        PlanarMatrix test = new(sum.Rows, sum.Rows), factor = new(sum.Rows, sum.Rows);
        test.CopyFrom(sum);
        if (weight > 0) HermitianKernels.AddOuter(-weight, channel, user, test);
        return HermitianKernels.Cholesky(test, factor);
    }
}
