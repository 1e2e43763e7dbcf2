using System.Numerics;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Tests;

/// <summary>The least power, its design and its proofs, on instances with known answers and on random ones.</summary>
public sealed class MinimumPowerTests
{
    private static readonly BeampatternObjective Objective = new(3, [0], 10, 60);

    [Fact]
    public void One_user_needs_threshold_times_noise_over_gain()
    {
        IsacInstance instance = Instance(10, [1, 2, Complex.ImaginaryOne]);
        Assert.Equal(10 * 1e-3 / 6, MinimumPower.Solve(instance).Power, 1e-15);
    }

    [Fact]
    public void Orthogonal_users_need_the_sum_of_their_own_powers()
    {
        IsacInstance instance = Instance(100, [1, 0, 0], [0, 2, 0], [0, 0, 4]);
        Assert.Equal(100 * 1e-3 * (1 + 0.25 + 0.0625), MinimumPower.Solve(instance).Power, 1e-13);
    }

    [Fact]
    public void A_user_without_channel_makes_every_power_insufficient()
    {
        IsacInstance instance = Instance(1, [1, 0, 0], [0, 0, 0]);
        MinimumPowerResult result = MinimumPower.Solve(instance);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.False(result.IsFeasible);
        Assert.IsType<DivergenceCertificate>(result.Certificate);
        Assert.True(CertificateCheck.Verify(result.Certificate!, instance));
    }

    [Fact]
    public void Three_users_in_a_plane_are_separable_only_at_low_thresholds()
    {
        // The MMSEs 1 / (1 + SINR) of three users in two dimensions sum to more than one: SINR = 2 for all is out of reach.
        Complex[][] channels = [[1, 0, 0], [0, 1, 0], [1, 1, 0]];
        IsacInstance high = Instance(2.2, channels), low = Instance(1.2, channels);
        MinimumPowerResult diverging = MinimumPower.Solve(high), converging = MinimumPower.Solve(low);
        Assert.Equal(SolveStatus.Infeasible, diverging.Status);
        Assert.True(CertificateCheck.Verify(diverging.Certificate!, high));
        Assert.Equal(SolveStatus.Optimal, converging.Status);
        Designs.AssertMeetsPowerAndSinr(converging.Design!, low with { Power = converging.Power });
    }

    [Theory]
    [InlineData(0.5, SolveStatus.Optimal)]
    [InlineData(0.999, SolveStatus.Optimal)]
    [InlineData(1.01, SolveStatus.Infeasible)]
    [InlineData(100, SolveStatus.Infeasible)]
    public void Identical_users_can_share_the_channel_only_below_zero_decibel(double threshold, SolveStatus expected)
    {
        IsacInstance instance = Instance(threshold, [1, 2, 3], [2, 4, 6]);
        MinimumPowerResult result = MinimumPower.Solve(instance);
        Assert.Equal(expected, result.Status);
        if (expected == SolveStatus.Infeasible) Assert.True(CertificateCheck.Verify(result.Certificate!, instance));
        else Designs.AssertMeetsPowerAndSinr(result.Design!, instance with { Power = result.Power });
    }

    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-4)]
    [InlineData(1e-7)]
    public void Nearly_parallel_users_need_power_as_the_inverse_square_of_their_distance(double distance)
    {
        IsacInstance instance = Instance(1000, [1, 0, 0], [1, distance, 0]);
        MinimumPowerResult result = MinimumPower.Solve(instance);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.True(result.Power > 0.1 * 1000 * 1e-3 / (distance * distance));
        if (distance >= 1e-4) Designs.AssertMeetsPowerAndSinr(result.Design!, instance with { Power = result.Power });
    }

    [Fact]
    public void The_bound_of_the_dual_meets_the_power_of_the_primal_on_random_instances()
    {
        for (int i = 0; i < 4 * RandomInstances.ScenarioCount; i++)
        {
            IsacInstance instance = RandomInstances.Draw(i);
            MinimumPowerResult result = MinimumPower.Solve(instance);
            Assert.Equal(SolveStatus.Optimal, result.Status);
            Designs.AssertMeetsPowerAndSinr(result.Design!, instance with { Power = result.Power });
            Assert.InRange(CertificateCheck.MinimumPowerBound(result.Lambda, instance) / result.Power, 1 - 1e-8, 1 + 1e-10);
        }
    }

    [Fact]
    public void Feasibility_flips_at_the_least_power()
    {
        IsacInstance instance = RandomInstances.Draw(1);
        double power = MinimumPower.Solve(instance).Power;
        IsacInstance below = instance with { Power = power * (1 - 1e-8) }, above = instance with { Power = power * (1 + 1e-8) };
        MinimumPowerResult short0 = MinimumPower.Solve(below);
        Assert.False(short0.IsFeasible);
        Assert.True(CertificateCheck.Verify(short0.Certificate!, below));
        Assert.True(MinimumPower.Solve(above).IsFeasible);
        Assert.Null(MinimumPower.Solve(above).Certificate);
        Assert.Equal(SolveStatus.Infeasible, Baseline.Create("sdr").Solve(below).Status);
    }

    [Fact]
    public void False_certificates_are_rejected()
    {
        IsacInstance instance = Instance(2, [1, 0, 0], [1, 1, 0]);
        MinimumPowerResult result = MinimumPower.Solve(instance);
        double[] inflated = [.. result.Lambda.Select(value => value * 1e6)];
        Assert.True(CertificateCheck.MinimumPowerBound(inflated, instance) < result.Power * (1 + 1e-9));
        Assert.False(CertificateCheck.Verify(new MinimumPowerCertificate(inflated, 1e9), instance));
        Assert.False(CertificateCheck.Verify(new DivergenceCertificate(result.Lambda), instance));
        Assert.False(CertificateCheck.Verify(new DivergenceCertificate([0.0, 0.0]), instance));
        Assert.False(CertificateCheck.Verify(new MinimumPowerCertificate([-1.0, 1e9], 1e9), instance));
        Assert.False(CertificateCheck.Verify(new RestrictionCertificate("", [1e9, 0, 0, 0, 0, 0, 1e9, 0]), instance));
    }

    private static IsacInstance Instance(double threshold, params Complex[][] channels)
    {
        var channel = new ComplexMatrix(channels.Length, channels[0].Length);
        for (int l = 0; l < channels.Length; l++) channels[l].CopyTo(channel.Row(l));
        return new IsacInstance(Objective, channel, 1, 1e-3, threshold);
    }
}
