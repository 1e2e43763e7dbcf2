using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Isac.Tests.Randomness;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Tests.Scenarios;

public sealed class ChannelGeneratorTests
{
    private const ulong Seed = 2025;

    public static TheoryData<ChannelModel> Models =>
    [
        .. ChannelModels.BuiltIn.All.Select(model => model.Default), new RicianChannel(6), new RicianChannel(double.PositiveInfinity),
    ];

    /// <summary>Entries (0, 0) and (1, 0) of sample 3, from an independent implementation in Python.</summary>
    [Fact]
    public void The_rayleigh_channel_is_that_of_the_documented_draws()
    {
        ComplexMatrix channel = ChannelGenerator.Generate(new Scenario(), Seed, 3);
        AssertClose(new Complex(-4.748897854561074e-06, 7.172114773419815e-05), channel[0, 0]);
        AssertClose(new Complex(-6.568119956077793e-06, -1.2947102802156719e-05), channel[1, 0]);
    }

    /// <summary>
    /// Each user consumes a fixed number of blocks of every stream, so further users leave the channels of the first ones as they
    /// are, whatever values those drew.
    /// </summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void A_user_consumes_a_fixed_number_of_draws(ChannelModel model)
    {
        for (ulong sample = 0; sample < 50; sample++)
        {
            ComplexMatrix two = ChannelGenerator.Generate(new Scenario { Channel = model, Users = 2 }, Seed, sample);
            ComplexMatrix five = ChannelGenerator.Generate(new Scenario { Channel = model, Users = 5 }, Seed, sample);
            Assert.Equal(two.Data, five.Data[..two.Data.Length]);
        }
    }

    /// <summary>
    /// E ||h_l||^2 = alpha_l M, or M without path loss. The variance of ||g_l||^2 / M is at most 1: 8000 draws lie within 4.5 standard
    /// errors.
    /// </summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void The_mean_power_is_the_path_gain(ChannelModel model)
    {
        var scenario = new Scenario { Channel = model };
        double sum = 0;
        const int samples = 4000;
        for (ulong i = 0; i < samples; i++)
        {
            ComplexMatrix channel = ChannelGenerator.Generate(scenario, Seed, i);
            UserPosition[] users = UserGeometry.Positions(Seed, i, 0, scenario.Users);
            for (int l = 0; l < users.Length; l++)
                sum += Power(channel.Row(l)) / ((model.HasPathLoss() ? UserGeometry.PathGain(users[l]) : 1) * scenario.Antennas);
        }

        Assert.Equal(1, sum / (samples * scenario.Users), 0.05);
    }

    [Fact]
    public void The_iid_channel_is_the_Rayleigh_channel_without_its_path_gain()
    {
        Assert.Equal([.. ChannelGenerator.Generate(new Scenario { Channel = new IidChannel() }, Seed, 7).Data
            .Select((h, index) => h * Math.Sqrt(UserGeometry.PathGain(UserGeometry.Positions(Seed, 7, 0, 2)[index / 10])))],
            ChannelGenerator.Generate(new Scenario(), Seed, 7).Data);
    }

    [Fact]
    public void Rayleigh_entries_are_circular_gaussians_independent_across_antennas_and_users()
    {
        Complex[][] samples = [.. Enumerable.Range(0, 5000).Select(i => Normalised(new RayleighChannel(), (ulong)i))];
        KolmogorovSmirnov.AssertFollows(samples.SelectMany(g => g).Select(g => g.Magnitude * g.Magnitude), power => 1 - Math.Exp(-power));
        KolmogorovSmirnov.AssertUncorrelated([.. samples.Select(g => (g[0].Real, g[1].Real))]);
        KolmogorovSmirnov.AssertUncorrelated([.. samples.Select(g => (g[0].Imaginary, g[10].Imaginary))]);
        KolmogorovSmirnov.AssertUncorrelated([.. samples.Zip(samples.Skip(1), (g, next) => (g[0].Real, next[0].Real))]);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(double.PositiveInfinity)]
    public void An_infinite_rice_factor_leaves_the_line_of_sight(double factorDb)
    {
        var scenario = new Scenario { Channel = new RicianChannel(factorDb) };
        for (ulong i = 0; i < 20; i++)
        {
            Complex[] g = Normalised((ChannelModel)scenario.Channel, i);
            UserPosition[] users = UserGeometry.Positions(Seed, i, 0, 2);
            for (int l = 0; l < 2; l++)
            {
                Complex[] steering = UniformLinearArray.SteeringVector(UserGeometry.AzimuthDeg(users[l]), 10);
                Complex phase = g[10 * l] / steering[0];
                Assert.Equal(1, phase.Magnitude, 1e-12);
                for (int m = 0; m < 10; m++) Assert.Equal(0, (g[10 * l + m] - phase * steering[m]).Magnitude, 1e-12);
            }
        }
    }

    [Fact]
    public void A_vanishing_rice_factor_leaves_rayleigh_fading() => Assert.Equal(
        ChannelGenerator.Generate(new Scenario(), Seed, 5).Data,
        ChannelGenerator.Generate(new Scenario { Channel = new RicianChannel(double.NegativeInfinity) }, Seed, 5).Data);

    [Fact]
    public void The_line_of_sight_has_a_uniform_phase_per_user()
    {
        (double First, double Second)[] phases = [.. Enumerable.Range(0, 5000)
            .Select(i => Normalised(new RicianChannel(double.PositiveInfinity), (ulong)i)).Select(g => (g[0].Phase, g[10].Phase))];
        KolmogorovSmirnov.AssertFollows(phases.Select(phase => phase.First), phase => (phase + Math.PI) / (2 * Math.PI));
        KolmogorovSmirnov.AssertUncorrelated(phases);
    }

    /// <summary>With one path and no spread g is a Gaussian times the steering vector of the user's azimuth.</summary>
    [Fact]
    public void One_path_without_spread_arrives_from_the_user()
    {
        Complex[] g = Normalised(new GeometricChannel(1, 0), 8);
        double azimuth = UserGeometry.AzimuthDeg(UserGeometry.Positions(Seed, 8, 0, 2)[0]);
        Complex[] steering = UniformLinearArray.SteeringVector(azimuth, 10);
        for (int m = 0; m < 10; m++) Assert.Equal(0, (g[m] - g[0] * steering[m]).Magnitude, 1e-12);
    }

    /// <summary>One path: the phase step between antennas gives back its angle, uniform within half the spread of the azimuth.</summary>
    [Fact]
    public void Path_angles_are_uniform_within_the_spread()
    {
        const double spread = 20;
        KolmogorovSmirnov.AssertFollows(
            Enumerable.Range(0, 5000).Select(i =>
            {
                Complex[] g = Normalised(new GeometricChannel(1, spread), (ulong)i);
                double angle = Math.Asin(-(g[1] / g[0]).Phase / Math.PI) * (180 / Math.PI);
                return angle - UserGeometry.AzimuthDeg(UserGeometry.Positions(Seed, (ulong)i, 0, 2)[0]);
            }),
            offset => Math.Clamp(offset / spread + 0.5, 0, 1));
    }

    /// <summary>Slot 0 of trajectory t stands where static sample t does; each slot has its own fading.</summary>
    [Fact]
    public void A_trajectory_moves_the_users_and_redraws_the_fading()
    {
        var dynamic = new Scenario { Slots = 10, Channel = new RicianChannel(double.PositiveInfinity) };
        Scenario still = dynamic with { Slots = 1 };
        for (ulong trajectory = 0; trajectory < 5; trajectory++)
        {
            double expected = Power(ChannelGenerator.Generate(still, Seed, trajectory).Row(0));
            Assert.Equal(1, Power(ChannelGenerator.Generate(dynamic, Seed, 10 * trajectory).Row(0)) / expected, 1e-12);
            UserPosition last = UserGeometry.Positions(Seed, trajectory, 9, 2)[0];
            Assert.Equal(
                1, Power(ChannelGenerator.Generate(dynamic, Seed, 10 * trajectory + 9).Row(0)) / (10 * UserGeometry.PathGain(last)), 1e-12);
        }

        Scenario fading = dynamic with { Channel = new RayleighChannel() };
        Assert.NotEqual(ChannelGenerator.Generate(fading, Seed, 10)[0, 0].Phase, ChannelGenerator.Generate(fading, Seed, 11)[0, 0].Phase);
    }

    /// <summary>g of both users, 10 entries each: the channel without its path gain.</summary>
    private static Complex[] Normalised(ChannelModel model, ulong sample)
    {
        ComplexMatrix channel = ChannelGenerator.Generate(new Scenario { Channel = model }, Seed, sample);
        UserPosition[] users = UserGeometry.Positions(Seed, sample, 0, channel.Rows);
        return [.. channel.Data.Select((h, index) => h / Math.Sqrt(UserGeometry.PathGain(users[index / channel.Columns])))];
    }

    private static double Power(ReadOnlySpan<Complex> row)
    {
        double sum = 0;
        foreach (Complex entry in row) sum += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
        return sum;
    }

    private static void AssertClose(Complex expected, Complex actual) =>
        Assert.Equal(0, (actual - expected).Magnitude / expected.Magnitude, 1e-12);
}
