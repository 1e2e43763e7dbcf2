using System.Text;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Solving;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using static IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests;

/// <summary>What good specifications mean.</summary>
public sealed class SpecificationReaderTests
{
    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_are_no_error()
    {
        string text = Campaign("scenario:\n  users: 3\n").Replace("\n", "\r\n", StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["x.yaml"], [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]);
        var read = (CampaignSpecification)Reader.Read(folder["x.yaml"]);
        Assert.Equal(3, read.Scenario.Users);
    }

    [Fact]
    public void Defaults_of_a_campaign()
    {
        CampaignSpecification read = ParseCampaign();
        Assert.Equal(("campaign", "x", 2025UL, 1000L), (read.Kind, read.Name, read.Seed, read.Samples));
        Assert.Equal(new Scenario(), read.Scenario);
        Assert.Equal([("sdr", "sdr")], read.Algorithms.Select(algorithm => (algorithm.Name, algorithm.Label)));
        Assert.Empty(read.Sweep);
        Assert.Null(read.ShardSize);
        Assert.Null(read.Stop);
        Assert.False(read.Rows);
        Assert.Equal(SpecPath, read.SourcePath);
    }

    [Fact]
    public void Defaults_of_a_stopping_rule()
    {
        Assert.Equal(new StopSpecification(0.01, 0.95, 200), ParseCampaign("stop: {relative_half_width: 0.01}\n").Stop);
        var few = Parse<CampaignSpecification>(
            "kind: campaign\nname: x\nalgorithms: [sdr]\nsamples: 50\nstop: {relative_half_width: 0.01}\n");
        Assert.Equal(50, few.Stop!.MinSamples);
    }

    [Fact]
    public void Every_field_of_a_campaign()
    {
        var read = Parse<CampaignSpecification>("""
            kind: campaign
            name: A.b_c-9
            seed: 18446744073709551615
            scenario:
              antennas: 16
              users: 4
              targets: {count: 3, uniform_deg: [-60, 60], min_separation_deg: 10.5}
              beamwidth_deg: 7.5
              grid_points: 90
              evaluation_grid_points: 360
              power: 2
              noise: 1e-9
              sinr_db: -3.5
              channel: {geometric: {paths: 6, spread_deg: 30}}
              slots: 20
            algorithms: [zf-pinv, radar]
            samples: 1e3
            shard_size: 64
            stop: {relative_half_width: 0.02, confidence: 0.99, min_samples: 100}
            rows: true
            """);
        var scenario = new Scenario
        {
            Antennas = 16,
            Users = 4,
            Targets = new RandomTargets(3, -60, 60, 10.5),
            BeamwidthDeg = 7.5,
            GridPoints = 90,
            EvaluationGridPoints = 360,
            Power = 2,
            Noise = 1e-9,
            SinrDb = -3.5,
            Channel = new GeometricChannel(6, 30),
            Slots = 20,
        };
        Assert.Equal(scenario, read.Scenario);
        Assert.Equal(("A.b_c-9", ulong.MaxValue, 1000L, 64), (read.Name, read.Seed, read.Samples, read.ShardSize!.Value));
        Assert.Equal(["zf-pinv", "radar"], read.Algorithms.Select(algorithm => algorithm.Label));
        Assert.Equal(new StopSpecification(0.02, 0.99, 100), read.Stop);
        Assert.True(read.Rows);
    }

    public static TheoryData<string, ChannelModel> Channels => new()
    {
        { "rayleigh", new RayleighChannel() },
        { "rician", new RicianChannel(5) },
        { "{rician: {}}", new RicianChannel(5) },
        { "{rician: {factor_db: -2.5}}", new RicianChannel(-2.5) },
        { "geometric", new GeometricChannel(3, 20) },
        { "{geometric: {paths: 8}}", new GeometricChannel(8, 20) },
        { "{geometric: {spread_deg: 0}}", new GeometricChannel(3, 0) },
    };

    [Theory]
    [MemberData(nameof(Channels))]
    public void Channel_models(string yaml, ChannelModel expected) =>
        Assert.Equal(expected, ParseCampaign($"scenario: {{channel: {yaml}}}\n").Scenario.Channel);

    [Fact]
    public void Boundaries_are_allowed()
    {
        Scenario scenario = ParseCampaign(
            "scenario: {antennas: 256, users: 256, targets_deg: [-90, 90], beamwidth_deg: 180, grid_points: 100000, "
                + "sinr_db: 60}\n").Scenario;
        Assert.Equal(
            (256, 256, 180.0, 100_000, 60.0),
            (scenario.Antennas, scenario.Users, scenario.BeamwidthDeg, scenario.GridPoints, scenario.SinrDb));
        Assert.Equal(
            new RandomTargets(3, 0, 10, 5),
            ParseCampaign("scenario: {targets: {count: 3, uniform_deg: [0, 10], min_separation_deg: 5}}\n").Scenario.Targets);
    }

    [Fact]
    public void Anchors_stand_for_their_values()
    {
        Scenario scenario = ParseCampaign("scenario:\n  power: &p 2\n  noise: *p\n").Scenario;
        Assert.Equal((2, 2), (scenario.Power, scenario.Noise));
    }

    [Fact]
    public void A_dataset()
    {
        var read = Parse<DatasetSpecification>(Dataset("seed: 3\nscenario: {users: 4}\nshard_size: 100\npath: out/train\n"));
        Assert.Equal(
            ("dataset", 3UL, 4, 1000L, (int?)100, "out/train"),
            (read.Kind, read.Seed, read.Scenario.Users, read.Samples, read.ShardSize, read.OutputPath));
        Assert.Null(Parse<DatasetSpecification>(Dataset()).OutputPath);
    }

    [Fact]
    public void A_solve_job_that_does_nothing_takes_a_number_of_tasks()
    {
        var read = Parse<NoOpSpecification>(Solve("algorithms: [noop]\ntasks: 1000000\n"));
        Assert.Equal(("solve", 1_000_000), (read.Kind, read.Tasks));
        Assert.Equal(read.JobId, Parse<NoOpSpecification>(Solve("algorithms: [noop]\ntasks: 5\n")).JobId);
        Assert.Contains(
            "tasks", Assert.Throws<SpecificationException>(() => Parse<NoOpSpecification>(Solve("algorithms: [noop]\n"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("dataset", Assert.Throws<SpecificationException>(
            () => Parse<NoOpSpecification>(Solve("algorithms: [noop]\ntasks: 5\ndataset: d\n"))).Message, StringComparison.Ordinal);
        Assert.Throws<SpecificationException>(() => Parse<SolveSpecification>(Solve("algorithms: [noop, sdr]\ndataset: d\n")));
    }

    [Fact]
    public void A_solve_job_knows_where_its_dataset_is_named()
    {
        var read = Parse<SolveSpecification>(Solve("dataset: out/train\nalgorithms: [sdr, zf]\n"));
        Assert.Equal(("solve", "out/train"), (read.Kind, read.Dataset));
        Assert.Equal($"{SpecPath}:3:10: dataset: no manifest.", read.DatasetAt.Error("dataset: no manifest.").Message);
    }
}
