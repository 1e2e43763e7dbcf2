using System.Numerics;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;

namespace IsacCluster.Extension.Tests;

/// <summary>What the extensions compute, against their equations.</summary>
public sealed class EquationTests
{
    private static readonly Sample Drawn = new SampleGenerator(new Scenario { Users = 3 }, 1).Generate(0);

    /// <summary>|h_l^H c_l|^2 = (P0 / L) ||h_l||^2, the most that a beam of that power gives a user.</summary>
    [Fact]
    public void Each_beam_gives_its_user_all_that_its_power_can()
    {
        Design design = new MaximumRatioSolver().Solve(Drawn.Instance).Design!;
        Assert.Equal(Drawn.Instance.Power, design.Power(), 1e-12);
        for (int l = 0; l < 3; l++)
        {
            Complex received = Complex.Zero;
            double gain = 0;
            for (int m = 0; m < Drawn.Instance.Antennas; m++)
            {
                received += Complex.Conjugate(Drawn.Instance.Channel[l, m]) * design.C[m, l];
                gain += Math.Pow(Complex.Abs(Drawn.Instance.Channel[l, m]), 2);
            }

            Assert.Equal(1, Math.Pow(Complex.Abs(received), 2) / (Drawn.Instance.Power / 3 * gain), 1e-12);
        }
    }

    [Fact]
    public void Power_without_a_channel_to_go_to_is_isotropic()
    {
        IsacInstance instance = Drawn.Instance with { Channel = new ComplexMatrix(2, 10) };
        ComplexMatrix covariance = new MaximumRatioSolver().Solve(instance).Design!.Covariance();
        for (int m = 0; m < 10; m++) Assert.Equal(instance.Power / 10, covariance[m, m].Real, 1e-15);
        Assert.Equal(0, Complex.Abs(covariance[0, 1]));
    }

    [Fact]
    public void Without_correlation_the_channel_is_Rayleigh_to_the_bit()
    {
        Scenario scenario = new() { Channel = new CorrelatedChannel(0) };
        Assert.Equal(Channel(new Scenario(), 4).Data, Channel(scenario, 4).Data);
    }

    /// <summary>E[g_m conj(g_n)] = rho^|m-n|, of 4000 channels; 5 standard errors are 0.08.</summary>
    [Fact]
    public void Antennas_correlate_as_the_model_says()
    {
        const int draws = 4000;
        var model = new CorrelatedChannel(0.8);
        var product = new Complex[4];
        for (ulong sample = 0; sample < draws; sample++)
        {
            var g = new Complex[4];
            model.Draw(default, g, new ChannelStreams(9, sample));
            for (int m = 0; m < 4; m++) product[m] += g[0] * Complex.Conjugate(g[m]) / draws;
        }

        for (int m = 0; m < 4; m++) Assert.InRange(Complex.Abs(product[m] - Math.Pow(0.8, m)), 0, 0.08);
    }

    [Theory]
    [InlineData(1.0, 3.0, 3.0, 3.0)]
    [InlineData(1.0 / 3, 3.0, 0.0, 0.0)]
    [InlineData(0.6, 3.0, 1.0, 0.0)]
    [InlineData(double.NaN, 0.0, 0.0, 0.0)]
    public void Fairness_is_Jains_index_of_the_rates(double expected, double first, double second, double third) => Assert.Equal(
        expected,
        new RateFairness().Evaluate(Drawn, new MaximumRatioSolver().Solve(Drawn.Instance).Design!, [first, second, third]),
        1e-12);

    private static ComplexMatrix Channel(Scenario scenario, long index) =>
        new SampleGenerator(scenario, 1).Generate(index).Instance.Channel;
}
