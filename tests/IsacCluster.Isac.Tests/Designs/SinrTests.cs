using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Tests.Designs;

public sealed class SinrTests
{
    private static readonly Complex J = Complex.ImaginaryOne;

    /// <summary>
    /// h_1 = [1, j], h_2 = [0, 2j]; c_1 = [1, j], c_2 = [1, 1]; S = diag(1, 1/2); sigma^2 = 1/2.
    /// User 1: |h_1^H c_1|^2 = |1 + 1|^2 = 4, |h_1^H c_2|^2 = |1 - j|^2 = 2, ||h_1^H S||^2 = 1 + 1/4.
    /// User 2: |h_2^H c_2|^2 = 4, |h_2^H c_1|^2 = |2|^2 = 4, ||h_2^H S||^2 = 1.
    /// </summary>
    [Fact]
    public void Two_users_by_hand()
    {
        var channel = new ComplexMatrix(2, 2, [1, J, 0, 2 * J]);
        var design = new Design(new ComplexMatrix(2, 2, [1, 1, J, 1]), new ComplexMatrix(2, 2, [1, 0, 0, 0.5]));
        double[] sinr = Sinr.Of(design, channel, 0.5);
        Assert.Equal(4 / (2 + 1.25 + 0.5), sinr[0], 1e-14);
        Assert.Equal(4 / (4 + 1 + 0.5), sinr[1], 1e-14);
    }

    [Fact]
    public void A_single_user_without_radar_has_signal_over_noise()
    {
        var design = new Design(new ComplexMatrix(2, 1, [2, 0]), new ComplexMatrix(2, 2));
        Assert.Equal([40], Sinr.Of(design, new ComplexMatrix(1, 2, [1, 1]), 0.1));
    }

    [Fact]
    public void Phases_of_beams_and_channels_and_a_unitary_on_the_radar_beams_leave_it_unchanged()
    {
        (Design design, ComplexMatrix channel) = (RandomDesigns.Design(6, 3, 7), RandomDesigns.Matrix(3, 6, 100));
        var turned = new Design(
            RandomDesigns.Scaled(design.C, Complex.FromPolarCoordinates(1, 1.1)), design.S * RandomDesigns.Unitary(6));
        ComplexMatrix turnedChannel = RandomDesigns.Scaled(channel, Complex.FromPolarCoordinates(1, -2.3));
        AssertEqual(Sinr.Of(design, channel, 0.3), Sinr.Of(turned, turnedChannel, 0.3));
    }

    [Fact]
    public void Scaling_the_power_and_the_noise_together_leaves_it_unchanged()
    {
        (Design design, ComplexMatrix channel) = (RandomDesigns.Design(6, 3, 8), RandomDesigns.Matrix(3, 6, 101));
        var scaled = new Design(RandomDesigns.Scaled(design.C, 2), RandomDesigns.Scaled(design.S, 2));
        AssertEqual(Sinr.Of(design, channel, 0.3), Sinr.Of(scaled, channel, 1.2));
        AssertEqual(Sinr.Of(design, channel, 0.3), Sinr.Of(design, RandomDesigns.Scaled(channel, 2), 1.2));
    }

    [Fact]
    public void Permuting_the_users_permutes_it()
    {
        (Design design, ComplexMatrix channel) = (RandomDesigns.Design(4, 2, 9), RandomDesigns.Matrix(2, 4, 102));
        var swappedChannel = new ComplexMatrix(2, 4, [.. channel.Row(1), .. channel.Row(0)]);
        var swapped = new Design(design.C * new ComplexMatrix(2, 2, [0, 1, 1, 0]), design.S);
        AssertEqual([.. Sinr.Of(design, channel, 0.3).Reverse()], Sinr.Of(swapped, swappedChannel, 0.3));
    }

    [Theory]
    [InlineData(6.0, 6.5, true)]
    [InlineData(6.0 * (1 - 0.9e-6), 7.0, true)]
    [InlineData(6.0 * (1 - 1.1e-6), 7.0, false)]
    [InlineData(7.0, 0.0, false)]
    [InlineData(7.0, double.NaN, false)]
    public void Every_user_must_reach_the_threshold_up_to_the_tolerance(double first, double second, bool satisfied) =>
        Assert.Equal(satisfied, Sinr.Satisfied([first, second], 6));

    [Fact]
    public void The_covariance_and_the_power_agree()
    {
        Design design = RandomDesigns.Design(5, 2, 10);
        ComplexMatrix covariance = design.Covariance();
        Assert.Equal(design.Power(), Enumerable.Range(0, 5).Sum(m => covariance[m, m].Real), 1e-12);
        Assert.Equal(covariance[1, 3], Complex.Conjugate(covariance[3, 1]));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 10)]
    [InlineData(-30, 1e-3)]
    public void Decibels_convert_both_ways(double db, double ratio)
    {
        Assert.Equal(1, Decibel.ToLinear(db) / ratio, 1e-14);
        Assert.Equal(db, Decibel.FromLinear(ratio), 1e-12);
    }

    private static void AssertEqual(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int l = 0; l < expected.Length; l++) Assert.Equal(1, actual[l] / expected[l], 1e-12);
    }
}
