using System.Numerics;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Tests.Criteria;

/// <summary>Cramer-Rao bounds for which there is a formula: without users, and with one.</summary>
public sealed class CrbClosedFormTests
{
    private const int Antennas = 8;
    private static readonly AngleCrb Angle = new(20, 100, -10);
    private static readonly ResponseCrb Response = new(100, -10);

    /// <summary>Li and Stoica 2007: P0 a a^H, CRB = 1 / (2 rho N M sum_m (pi cos(theta) (2 m - M + 1) / 2)^2).</summary>
    [Fact]
    public void Without_users_all_power_goes_to_the_target()
    {
        SolveResult result = Baseline.Create("radar").Solve(Instance(new ComplexMatrix(1, Antennas), 1, 1, Angle));
        double cos = Math.Cos(20 * Math.PI / 180), moment = Antennas * (Antennas * Antennas - 1) / 12.0;
        Assert.Equal(1 / (2 * 0.1 * 100 * Antennas * Math.PI * Math.PI * cos * cos * moment), result.Objective, 1e-15);
    }

    /// <summary>
    /// Liu et al. 2022, theorem 2: with one user whose channel has no part along a', w = x u + y v with u along h: the part of the power P
    /// that h^H w needs, and all that remains along a. On the angle phi between h and a, |a^H w| = cos(phi - psi), sin^2(psi) P ||h||^2
    /// being Gamma sigma^2 measured from the normal of h.
    /// </summary>
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void One_user_takes_what_it_needs(double share)
    {
        (Complex[] a, Complex[] slope, double squared) = PointTarget.Response(20, Antennas, 0.5);
        ComplexMatrix channel = Gaussian(1);
        Complex inner = Complex.Zero;
        for (int m = 0; m < Antennas; m++) inner += Complex.Conjugate(slope[m]) * channel[0, m] / squared;
        for (int m = 0; m < Antennas; m++) channel[0, m] -= inner * slope[m];
        double norm = 0;
        Complex along = Complex.Zero;
        for (int m = 0; m < Antennas; m++)
        {
            norm += Math.Pow(channel[0, m].Magnitude, 2);
            along += Complex.Conjugate(a[m]) * channel[0, m] / Math.Sqrt(Antennas);
        }

        // cos(phi) of the channel and cos(psi) of the beam, both from the user's direction.
        double phi = Math.Acos(along.Magnitude / Math.Sqrt(norm)), psi = Math.Min(phi, Math.Acos(Math.Sqrt(share)));
        const double Power = 2, Gamma = 4;
        SolveResult result = Baseline.Create("sdr").Solve(Instance(channel, Power, share * Power * norm / Gamma, Angle, Gamma));
        double lit = Math.Pow(Math.Cos(phi - psi), 2);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.InRange(result.Objective * (2 * 0.1 * 100 * Antennas * squared) * lit, 1 - 1e-7, 1 + 1e-7);
    }

    /// <summary>
    /// Liu et al. 2022, theorem 4: R has the eigenvalue Gamma sigma^2 / ||h||^2 along h, if that is more than P / M, and one other.
    /// </summary>
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void One_user_tilts_the_power_of_an_extended_target(double share)
    {
        ComplexMatrix channel = Gaussian(1);
        double norm = channel.Data.Sum(entry => entry.Real * entry.Real + entry.Imaginary * entry.Imaginary);
        const double Power = 2, Gamma = 4;
        SolveResult result = Baseline.Create("sdr").Solve(Instance(channel, Power, share * Power * norm / Gamma, Response, Gamma));
        double first = Math.Max(share, 1.0 / Antennas), rest = (1 - first) / (Antennas - 1);
        double expected = (1 / first + (Antennas - 1) / rest) / (0.1 * 100 * Antennas);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.InRange(result.Objective / expected, 1 - 1e-7, 1 + 1e-7);
    }

    /// <summary>diag(P_m): [R^-1]_mm is at least 1 / P_m.</summary>
    [Fact]
    public void Antenna_powers_decide_an_extended_target()
    {
        double[] powers = [0.1, 0.3, 0.2, 0.4];
        var objective = new BeampatternObjective(4, [0], 10, 90);
        var instance = IsacInstance.Of(objective, new ComplexMatrix(1, 4), powers.Sum(), powers, [1], [1]) with { Criterion = Response };
        SolveResult result = Baseline.Create("radar").Solve(instance);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal(powers.Sum(power => 1 / power) / (0.1 * 100 * 4), result.Objective, 1e-12);
    }

    /// <summary>The SDR's order is that of the users' and the target's span, so large arrays cost next to nothing.</summary>
    [Theory]
    [InlineData(64, 4)]
    [InlineData(6, 6)]
    public void Large_and_square_systems_are_certified(int antennas, int users)
    {
        foreach (SensingCriterion criterion in new SensingCriterion[] { Angle, Response })
        {
            IsacInstance instance = Instance(Gaussian(users, antennas), 1, 1e-3, criterion);
            SolveResult result = Baseline.Create("sdr").Solve(instance);
            Assert.Equal(SolveStatus.Optimal, result.Status);
            Assert.InRange(result.RelativeGap, -1e-8, 1e-8);
            Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
        }
    }

    private static IsacInstance Instance(
        ComplexMatrix channel, double power, double noise, SensingCriterion criterion, double threshold = 4) =>
        new(new BeampatternObjective(channel.Columns, [20], 10, 90), channel, power, noise, threshold) { Criterion = criterion };

    private static ComplexMatrix Gaussian(int users, int antennas = Antennas)
    {
        var stream = new RandomStream(7, StreamPurpose.Fading, (ulong)users);
        var channel = new ComplexMatrix(users, antennas);
        foreach (ref Complex entry in channel.Data.AsSpan()) entry = stream.NextComplexGaussian();
        return channel;
    }
}
