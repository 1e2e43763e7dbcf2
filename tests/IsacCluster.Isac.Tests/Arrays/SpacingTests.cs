using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Tests.Arrays;

/// <summary>Every place that steers knows the spacing, and half a wavelength is what it was, to the bit.</summary>
public sealed class SpacingTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.25)]
    [InlineData(1.3)]
    public void Pattern_and_steering_agree_at_any_spacing(double spacing)
    {
        ComplexMatrix covariance = RandomDesigns.Design(6, 2, 3).Covariance();
        var objective = new BeampatternObjective(6, [-20, 30], 10, 45, 0, spacing);
        double[] pattern = objective.Beampattern(DiagonalSums.Of(covariance));
        for (int n = 0; n < pattern.Length; n++)
        {
            double phase = 2 * Math.PI * spacing * Math.Sin(objective.AnglesDeg[n] * Math.PI / 180), expected = 0;
            for (int i = 0; i < 6; i++)
            {
                for (int k = 0; k < 6; k++)
                    expected += (Complex.FromPolarCoordinates(1, phase * (i - k)) * covariance[i, k]).Real;
            }

            Assert.Equal(expected, pattern[n], 1e-9);
        }
    }

    [Fact]
    public void Half_a_wavelength_has_the_bits_of_before()
    {
        for (double angle = -90; angle <= 90; angle += 7.3)
        {
            double phase = -Math.PI * Math.Sin(angle * (Math.PI / 180));
            Assert.Equal(Complex.FromPolarCoordinates(1, phase * 3), UniformLinearArray.SteeringVector(angle, 4)[3]);
        }
    }

    [Fact]
    public void The_line_of_sight_is_that_of_the_spacing()
    {
        var scenario = new Scenario { Channel = new Isac.Channels.RicianChannel(60), Users = 1, Spacing = 0.2 };
        ComplexMatrix wide = ChannelGenerator.Generate(scenario with { Spacing = 0.4 }, 3, 0);
        ComplexMatrix close = ChannelGenerator.Generate(scenario, 3, 0);
        double Step(ComplexMatrix h) => (h[0, 1] / h[0, 0]).Phase;
        Assert.Equal(Step(wide), 2 * Step(close), 0.02);
    }
}
