using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;
using IsacCluster.Networks.Layouts;
using IsacCluster.Training.Settings;
using static IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests.Trainings;

/// <summary>Closed loops and mixes of scenarios in the specification of a training.</summary>
public sealed class ClosedLoopSpecificationTests
{
    private const string Mix = "data: {fresh: true, mix: [{users: [1, 3], noise: [1e-10, 1e-9]}, {sinr_db: [12]}]}\n";

    [Fact]
    public void A_mix_is_the_points_of_its_sweeps_over_the_scenario()
    {
        TrainingSpecification read = Read(Mix);
        TrainingSettings settings = read.SettingsOf(read.Points[0]);
        Assert.Equal(
            [(1, 1e-10, 8), (1, 1e-9, 8), (3, 1e-10, 8), (3, 1e-9, 8), (2, 1e-10, 12)],
            settings.Mix!.Select(scenario => (scenario.Users, scenario.Noise, scenario.SinrDb)));
        Assert.NotEqual(Read("").IdentityText, read.IdentityText);
    }

    [Fact]
    public void A_closed_loop_is_part_of_the_identity_and_an_open_one_is_as_before()
    {
        TrainingSpecification closed = Read("network: {preset: tuned, refinement: feedback, scalars: learned}\n");
        Assert.True(closed.Settings.Architecture.IsClosedLoop);
        Assert.Equal(DescentScalarChoice.Learned, closed.Settings.Architecture.Scalars);
        Assert.Equal("feedback", NetworkReader.Canonical(closed.Settings.Architecture)["refinement"]);
        NetworkArchitecture open = Read("network: {preset: tuned, refinement: open}\n").Settings.Architecture;
        Assert.False(NetworkReader.Canonical(open).ContainsKey("refinement"));
    }

    [Theory]
    [InlineData("network: {preset: paper, refinement: feedback}\n", "network.refinement: 'feedback' is not allowed;")]
    [InlineData("network: {preset: tuned, refinements: 0, refinement: feedback}\n", "expected open without readout split")]
    [InlineData("network: {preset: tuned, scalars: learned}\n", "network.scalars: 'learned' is not allowed;")]
    [InlineData("network: {preset: tuned, refinement: loop}\n", "expected one of open, feedback.")]
    [InlineData("data: {mix: [{users: [1, 2]}]}\n", "data.fresh to be true")]
    [InlineData("data: {fresh: true, mix: []}\n", "data.mix")]
    [InlineData("data: {fresh: true, mix: [{antennas: [8, 10]}]}\n", "one number of antennas and grid points")]
    [InlineData("data: {fresh: true, mix: [{users: [1]}]}\nsweep: {sinr_db: [6, 8]}\n", "no mix with a sweep")]
    [InlineData("network: {preset: dnn}\ndata: {fresh: true, mix: [{users: [1]}]}\n", "a graph network with it")]
    public void Mistakes_name_the_field(string text, string message) => Assert.Contains(
        message, Assert.Throws<SpecificationException>(() => Read(text)).Message, StringComparison.Ordinal);

    private static TrainingSpecification Read(string text) => Parse<TrainingSpecification>($"kind: training\nname: x\n{text}");
}
