using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Channels;

namespace IsacCluster.Isac.Tests.Channels;

/// <summary>The moments of clusters and of blocked lines of sight against the models' own formulas.</summary>
public sealed class ClusterAndBlockageTests
{
    private const int Antennas = 6, Draws = 20_000;
    private static readonly UserPosition User = UserGeometry.Positions(3, 0, 0, 1)[0];

    /// <summary>With all clusters at the user's azimuth the covariance is the mean of the rays' a a^H.</summary>
    [Theory]
    [InlineData(1, 5)]
    [InlineData(4, 12)]
    public void The_correlation_of_a_cluster_is_that_of_its_rays(int clusters, double spread)
    {
        Complex[,] measured = Covariance(new ClusterChannel(clusters, 0, spread));
        double[] offsets = [0.0447, 0.1413, 0.2492, 0.3715, 0.5129, 0.6797, 0.8844, 1.1481, 1.5195, 2.1551];
        for (int m = 0; m < Antennas; m++)
        {
            Complex expected = Complex.Zero;
            foreach (double offset in offsets.Concat(offsets.Select(value => -value)))
            {
                Complex[] a = UniformLinearArray.SteeringVector(UserGeometry.AzimuthDeg(User) + spread * offset, Antennas);
                expected += a[m] * Complex.Conjugate(a[0]) / 20;
            }

            // Each entry of the sample covariance deviates by 1 over the root of the draws.
            Assert.InRange((measured[m, 0] - expected).Magnitude, 0, 5 / Math.Sqrt(Draws));
        }

        // The spectrum is narrow: root mean square offsets are 1 to a percent.
        Assert.Equal(1, Math.Sqrt(offsets.Average(value => value * value)), 0.01);
    }

    /// <summary>Power M on average, and along a(psi) what the two states say.</summary>
    [Fact]
    public void A_blocked_line_of_sight_keeps_the_mean_power_and_is_seen_as_often_as_it_should_be()
    {
        var model = new BlockageChannel(20, 0.3, 30);
        Complex[] a = UniformLinearArray.SteeringVector(UserGeometry.AzimuthDeg(User), Antennas);
        double power = 0;
        int blocked = 0;
        for (ulong sample = 0; sample < Draws; sample++)
        {
            var g = new Complex[Antennas];
            model.Draw(User, g, new ChannelStreams(4, sample));
            Complex along = Complex.Zero;
            for (int m = 0; m < Antennas; m++)
            {
                power += (g[m].Real * g[m].Real + g[m].Imaginary * g[m].Imaginary) / Draws;
                along += Complex.Conjugate(a[m]) * g[m] / Antennas;
            }

            if (along.Magnitude < 0.5) blocked++;
        }

        double deviation = Math.Sqrt(0.3 * 0.7 / Draws);
        Assert.InRange((double)blocked / Draws, 0.3 - 4 * deviation, 0.3 + 4 * deviation);
        Assert.InRange(power / Antennas, 0.97, 1.03);
    }

    private static Complex[,] Covariance(ChannelModel model)
    {
        var sum = new Complex[Antennas, Antennas];
        for (ulong sample = 0; sample < Draws; sample++)
        {
            var g = new Complex[Antennas];
            model.Draw(User, g, new ChannelStreams(9, sample));
            for (int i = 0; i < Antennas; i++)
            {
                for (int k = 0; k < Antennas; k++) sum[i, k] += g[i] * Complex.Conjugate(g[k]) / Draws;
            }
        }

        return sum;
    }
}
