using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Channels;

namespace IsacCluster.Isac.Tests.Channels;

/// <summary>CDL-A to E: covariance and spectrum against the sums over the table's rays, and what the standard says of the tables.</summary>
public sealed class DelayLineTests
{
    private const int Antennas = 6, Draws = 2000;
    private static readonly UserPosition User = UserGeometry.Positions(3, 0, 0, 1)[0];

    public static TheoryData<string> Names => ["cdl-a", "cdl-b", "cdl-c", "cdl-d", "cdl-e"];

    /// <summary>
    /// E g g^H = sum_n P_n / 400 sum_m sum_k a a^H at the azimuth of ray m and the zenith of ray k, which are coupled at random, and
    /// a a^H of the line of sight; phases of different rays are independent.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_covariance_is_the_sum_over_the_rays(string name)
    {
        var model = (DelayLineChannel)ChannelModels.BuiltIn.Named(name).Default;
        var measured = new Complex[Antennas];
        var spectrum = new double[36];
        Complex[][] directions = [.. Enumerable.Range(0, spectrum.Length).Select(i => Steering(5 * i - 90))];
        for (ulong sample = 0; sample < Draws; sample++)
        {
            var g = new Complex[Antennas];
            model.Draw(User, g, new ChannelStreams(9, sample));
            for (int m = 0; m < Antennas; m++) measured[m] += g[m] * Complex.Conjugate(g[0]) / Draws;
            for (int i = 0; i < spectrum.Length; i++) spectrum[i] += Squared(Inner(directions[i], g)) / Draws;
        }

        var expected = new Complex[Antennas];
        var expectedSpectrum = new double[spectrum.Length];
        foreach ((double power, double degrees) in Rays(model.Table()))
        {
            Complex[] a = Steering(degrees);
            for (int m = 0; m < Antennas; m++) expected[m] += power * a[m] * Complex.Conjugate(a[0]);
            for (int i = 0; i < spectrum.Length; i++) expectedSpectrum[i] += power * Squared(Inner(directions[i], a));
        }

        Assert.Equal(1, expected[0].Real, 1e-12);
        // An entry of the sample covariance deviates by 1 over the root of the draws, a power by itself over that root.
        for (int m = 0; m < Antennas; m++) Assert.InRange((measured[m] - expected[m]).Magnitude, 0, 5 / Math.Sqrt(Draws));
        for (int i = 0; i < spectrum.Length; i++)
            Assert.InRange(spectrum[i] / expectedSpectrum[i], 1 - 5 / Math.Sqrt(Draws), 1 + 5 / Math.Sqrt(Draws));
    }

    /// <summary>The Rice factor of the first cluster is 13.3 dB in CDL-D and 22 dB in CDL-E, as below their tables.</summary>
    [Theory]
    [InlineData("cdl-d", 13.3)]
    [InlineData("cdl-e", 22)]
    public void The_line_of_sight_has_the_factor_of_the_standard(string name, double factorDb)
    {
        DelayLineTable table = ((DelayLineChannel)ChannelModels.BuiltIn.Named(name).Default).Table();
        Assert.True(table.HasLineOfSight);
        Assert.Equal(factorDb, 10 * Math.Log10(table.Power(0) / table.Power(1)), 1e-9);
        Assert.Equal((0, 0), (table.AzimuthDeg(0), table.AzimuthDeg(1)));
    }

    /// <summary>Clusters, and the strongest one at 0 dB where nothing is in sight.</summary>
    [Theory]
    [InlineData("cdl-a", 23, -29.7)]
    [InlineData("cdl-b", 23, -14.9)]
    [InlineData("cdl-c", 24, -22.8)]
    public void The_tables_have_their_clusters(string name, int clusters, double weakestDb)
    {
        DelayLineTable table = ((DelayLineChannel)ChannelModels.BuiltIn.Named(name).Default).Table();
        double[] powers = [.. Enumerable.Range(0, table.Count).Select(table.Power)];
        Assert.Equal((clusters, false), (table.Count, table.HasLineOfSight));
        Assert.Equal(1, powers.Sum(), 1e-12);
        Assert.Equal(weakestDb, 10 * Math.Log10(powers.Min() / powers.Max()), 1e-9);
    }

    /// <summary>In the horizontal plane the cone is the azimuth; above, everything moves to broadside.</summary>
    [Fact]
    public void Directions_are_those_that_a_horizontal_line_sees()
    {
        Assert.Equal(0.5, DelayLineChannel.Sine(30, 90), 1e-12);
        Assert.Equal(0.5, DelayLineChannel.Sine(150, 90), 1e-12);
        Assert.Equal(0, DelayLineChannel.Sine(80, 0), 1e-12);
        Assert.Equal(0.5, DelayLineChannel.Sine(90, 30), 1e-12);
        Complex[] sum = new Complex[5], a = UniformLinearArray.SteeringVector(-25, 5, 0.7);
        UniformLinearArray.AddSteering(sum, 2, Math.Sin(-25 * Math.PI / 180), 0.7);
        for (int m = 0; m < sum.Length; m++) Assert.InRange((sum[m] - 2 * a[m]).Magnitude, 0, 1e-14);
    }

    private static IEnumerable<(double Power, double Degrees)> Rays(DelayLineTable table)
    {
        double from = UserGeometry.AzimuthDeg(User);
        for (int n = 0; n < table.Count; n++)
        {
            if (n == 0 && table.HasLineOfSight)
            {
                yield return (table.Power(0), Cone(from, table.ZenithDeg(0)));
                continue;
            }

            foreach (double first in RayOffsets.All)
            {
                foreach (double second in RayOffsets.All)
                {
                    double azimuth = from + table.AzimuthDeg(n) + table.AzimuthSpreadDeg * first;
                    yield return (table.Power(n) / 400, Cone(azimuth, table.ZenithDeg(n) + table.ZenithSpreadDeg * second));
                }
            }
        }
    }

    /// <summary>The angle whose sine is the y component of the direction.</summary>
    private static double Cone(double azimuthDeg, double zenithDeg)
    {
        double y = Math.Sin(zenithDeg * Math.PI / 180) * Math.Sin(azimuthDeg * Math.PI / 180);
        return Math.Asin(y) * 180 / Math.PI;
    }

    private static Complex[] Steering(double degrees) => UniformLinearArray.SteeringVector(degrees, Antennas);

    private static Complex Inner(Complex[] x, Complex[] y)
    {
        Complex sum = Complex.Zero;
        for (int m = 0; m < x.Length; m++) sum += Complex.Conjugate(x[m]) * y[m];
        return sum;
    }

    private static double Squared(Complex value) => value.Real * value.Real + value.Imaginary * value.Imaginary;
}
