using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Tests.Criteria;

public sealed class MaxMinPowerTests
{
    /// <summary>One target: all power on it, M P0. Two whose steering vectors are orthogonal: half of it each.</summary>
    [Fact]
    public void Without_users_and_sidelobes_power_is_shared()
    {
        const int Antennas = 10;
        double orthogonal = Math.Asin(2.0 / Antennas) * 180 / Math.PI;
        Assert.Equal(20, Radar(Antennas, [0], 100, 2).Objective, 1e-7);
        Assert.Equal(10, Radar(Antennas, [0, orthogonal], 100, 2).Objective, 1e-7);
    }

    /// <summary>
    /// The lowest sidelobes from the electrical angle psi on are Dolph's, T_(M-1)(1 / cos(psi / 2))^-2, some 20 dB below the beam for
    /// M = 16 and the first null; a uniformly weighted array has them at -13 dB, so that a limit above costs nothing.
    /// </summary>
    [Fact]
    public void A_limit_below_the_natural_sidelobes_costs_power()
    {
        Assert.Equal(16, Radar(16, [0], -12.5, 1).Objective, 1e-6);
        SolveResult strict = Radar(16, [0], -19, 1);
        Assert.InRange(strict.Objective, 14, 15.99);
        var objective = new BeampatternObjective(16, [0], 10, 180);
        Assert.InRange(new MaxMinPower(-19, 0).Violation(strict.Design!.Covariance(), objective), 0, 1e-8);
        double first = new MaxMinPower(0, 0).SidelobesDeg(objective).Min(Math.Abs), psi = Math.PI * Math.Sin(first * Math.PI / 180);
        double dolph = -20 * Math.Log10(Math.Cosh(15 * Math.Acosh(1 / Math.Cos(psi / 2))));
        Assert.InRange(dolph, -25, -19.7);
        IsacInstance impossible = Instance(16, [0], new MaxMinPower(dolph - 1, 0), 1);
        Assert.Equal(SolveStatus.Infeasible, Baseline.Create("radar").Solve(impossible).Status);
    }

    /// <summary>Sidelobes that begin within the beam cannot be kept low, which is proven.</summary>
    [Fact]
    public void What_cannot_be_kept_is_proven()
    {
        IsacInstance instance = Instance(8, [0], new MaxMinPower(-30, 6), 1);
        SolveResult result = Baseline.Create("radar").Solve(instance);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.True(CertificateCheck.Verify(result.Certificate!, instance));
        var certificate = (SidelobeCertificate)result.Certificate!;
        double[] larger = [.. certificate.AntennaWeights.Select(static weight => weight + 1)];
        Assert.False(CertificateCheck.Verify(certificate with { AntennaWeights = larger }, instance));
    }

    private static SolveResult Radar(int antennas, double[] targets, double sidelobeDb, double power)
    {
        SolveResult result = Baseline.Create("radar").Solve(Instance(antennas, targets, new MaxMinPower(sidelobeDb, 0), power));
        Assert.Equal(SolveStatus.Optimal, result.Status);
        return result;
    }

    private static IsacInstance Instance(int antennas, double[] targets, MaxMinPower criterion, double power) =>
        new(new BeampatternObjective(antennas, targets, 10, 180), new ComplexMatrix(1, antennas), power, 1, 1) { Criterion = criterion };
}
