using System.Text.Json;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Isac.Sensing;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;
using static IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests;

/// <summary>What comes from the declarations of a scenario's fields besides its reader: axis labels, files, results.</summary>
public sealed class ScenarioFieldsTests
{
    [Theory]
    [InlineData("antennas", "Antennas M")]
    [InlineData("users", "Users L")]
    [InlineData("targets_deg", "Targets (degrees)")]
    [InlineData("targets", "targets")]
    [InlineData("beamwidth_deg", "Beam width (degrees)")]
    [InlineData("grid_points", "Grid points N")]
    [InlineData("evaluation_grid_points", "evaluation grid points")]
    [InlineData("power", "Transmit power P₀ (W)")]
    [InlineData("noise", "Noise power σ² (W)")]
    [InlineData("sinr_db", "SINR threshold Γ₀ (dB)")]
    [InlineData("channel", "Channel model")]
    [InlineData("slots", "slots")]
    [InlineData("distance_m", "distance (m)")]
    public void Axes_name_symbol_and_unit(string name, string label) => Assert.Equal(label, SweepParameter.Of(name, []).Label);

    /// <summary>The scenario of a file is that which was written, with every field off its default.</summary>
    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Json_reads_what_it_wrote(Scenario scenario)
    {
        Assert.Equal(scenario, ScenarioJson.Read(Written(scenario)));
        Assert.NotEqual(new Scenario(), scenario);
    }

    public static TheoryData<Scenario> Scenarios =>
    [
        new Scenario { Antennas = 16, Users = 12, Targets = new FixedTargets([3.5]), BeamwidthDeg = 7.5, GridPoints = 90 },
        new Scenario { EvaluationGridPoints = 360, Power = 2, Noise = 1e-9, SinrDb = -3.5, Slots = 20 },
        new Scenario { UserNoise = new([1e-9, 3e-9]), Noise = 2e-9, UserSinrDb = new([6, 8]), SinrDb = 7, CrossCorrelationWeight = 0.5 },
        new Scenario { Criterion = new AngleCrb(-12.5, 100, -3), AntennaPowers = new([0.1]), Power = 0.1 },
        new Scenario { Criterion = new ResponseCrb(64, 0) },
        new Scenario { HasClosedGrid = true, GridPoints = 181 },
        new Scenario { CsiErrorVariance = 0.1, CsiMarginDb = 2, Spacing = 0.7 },
        new Scenario { AntennaPowers = new([0.1]), Power = 0.1 },
        new Scenario { Antennas = 3, AntennaPowers = new([0.1, 0.2, 0.3]), Power = new ValueList([0.1, 0.2, 0.3]).Sum() },
        new Scenario { Targets = new RandomTargets(3, -60, 60, 10.5), Channel = new GeometricChannel(6, 30) },
        .. Channels.Select(channel => new Scenario { Channel = channel, Users = 3 }),
    ];

    /// <summary>Of every model of the catalogue: its default, and each parameter at its lowest.</summary>
    private static IEnumerable<ChannelModel> Channels => ChannelModels.BuiltIn.All.SelectMany(model =>
        model.Parameters.Select(parameter => parameter.With(model.Default, parameter.Low)).Prepend(model.Default));

    public static TheoryData<ChannelModel> ChannelData => [.. Channels];

    [Theory]
    [MemberData(nameof(ChannelData))]
    public void A_channel_is_read_as_it_describes_itself(ChannelModel channel)
    {
        ChannelDescription model = channel.Describe();
        IEnumerable<string> values = model.Parameters
            .Select(parameter => $"{parameter.Name}: {CanonicalJson.Number(parameter.ValueOf(channel))}");
        string yaml = model.Parameters.Count == 0 ? model.Name : $"{{{model.Name}: {{{string.Join(", ", values)}}}}}";
        Assert.Equal(channel, ParseCampaign($"scenario: {{channel: {yaml}}}\n").Scenario.Channel);
        Assert.Equal(model.Default, ParseCampaign($"scenario: {{channel: {model.Name}}}\n").Scenario.Channel);
    }

    [Theory]
    [InlineData("{power: {total: 2}}", "power", "2")]
    [InlineData("{power: {per_antenna: 0.1}}", "power", "{\"per_antenna\":0.1}")]
    [InlineData("{antennas: 3, users: 1, power: {per_antenna: [0.1, 0.2, 0.3]}}", "power", "{\"per_antenna\":[0.1,0.2,0.3]}")]
    [InlineData("{sinr_db: [6, 8]}", "sinr_db", "[6,8]")]
    [InlineData(
        "{objective: {beampattern: {cross_correlation_weight: 1}}}", "objective",
        "{\"beampattern\":{\"cross_correlation_weight\":1}}")]
    [InlineData(
        "{objective: {crb: {target_deg: 20}}}", "objective", "{\"crb\":{\"echo_snr_db\":-20,\"symbols\":256,\"target_deg\":20}}")]
    [InlineData("{objective: extended_crb}", "objective", "{\"extended_crb\":{\"echo_snr_db\":-20,\"symbols\":256}}")]
    public void Options_of_other_papers_are_in_the_identity(string yaml, string name, string expected)
    {
        Scenario scenario = ParseCampaign($"scenario: {yaml}\n").Scenario;
        string written = CanonicalJson.Write(ScenarioIdentity.Of(scenario, [])[name]);
        Assert.Equal(expected, written);
        Assert.Equal(yaml.Contains("total", StringComparison.Ordinal), scenario.IsPlain());
        Assert.False(ScenarioIdentity.Of(new Scenario(), []).ContainsKey("objective"));
    }

    [Theory]
    [InlineData(
        "{sinr_db: [6, 8, 9]}", "scenario.sinr_db: a list of 3 is not allowed; expected a number or a list of 2, one for each user.")]
    [InlineData("{noise: [1e-9, 0]}", "scenario.noise[1]: '0' is not allowed; expected a number > 0.")]
    [InlineData(
        "{power: {per_antenna: [1, 1]}}",
        "scenario.power: a list of 2 is not allowed; expected a number or a list of 10, one for each antenna.")]
    [InlineData("{power: {total: 1, per_antenna: 1}}", "expected exactly one of total and per_antenna")]
    [InlineData("{objective: {beampattern: {cross_correlation_weight: -1}}}", "expected a number from 0 to 1000000")]
    public void Mistakes_of_options_are_said(string yaml, string expected)
    {
        var error = Assert.Throws<SpecificationException>(() => ParseCampaign($"scenario: {yaml}\n"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_that_knows_no_options_is_refused()
    {
        const string Yaml = "kind: campaign\nname: x\nscenario: {power: {per_antenna: 0.1}}\nalgorithms: [sdr, descent]\nsamples: 2\n";
        var error = Assert.Throws<SpecificationException>(() => SampleSpecifications.Reader.Parse(Yaml, "x.yaml"));
        Assert.Contains("algorithms[1]: 'descent' is not allowed; expected an algorithm for", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_say_every_field_with_its_unit()
    {
        const string sweep = "{noise: [1e-10, 1e-9], targets: [{count: 2, uniform_deg: [0, 9]}]}";
        var read = ParseCampaign($"scenario: {{users: 3, channel: rician}}\nsweep: {sweep}\n");
        IReadOnlyDictionary<string, ScenarioValue> values = ScenarioValue.Of(read.Scenario, read.Sweep);
        string[] optional = ["targets_deg", "objective", "csi", "grid", "spacing", "pattern", "array", "elevation_points"];
        Assert.Equal(ScenarioFields.Registered.Table.Names.Except(optional), values.Keys);
        Assert.Equal((3L, null), (values["users"].Value, values["users"].Unit));
        Assert.Equal((null, "W"), (values["noise"].Value, values["noise"].Unit));
        Assert.Equal((8.0, "dB"), (values["sinr_db"].Value, values["sinr_db"].Unit));
        Assert.Equal(180L, values["evaluation_grid_points"].Value);
        Assert.Null(values["targets"].Value);
        Assert.Contains("targets_deg", ScenarioValue.Of(new Scenario(), []).Keys);
    }

    [Fact]
    public void Parameters_of_studies_set_these_fields_of_a_training() => Assert.Equal(
        [
            "batch", "learning_rate", "schedule", "warmup_steps", "clip_norm", "early_stop", "final_layer",
            "initialisation", "initial_gain",
            "network.preset", "network.width", "network.update_width", "network.layers", "network.activation", "network.combine",
            "network.residual", "network.normalisation", "network.input_scale", "network.user_features", "network.readout",
            "network.refinements",
            "network.refinement", "network.scalars", "loss.penalty", "loss.weight", "loss.margin", "data.fresh", "data.samples",
            "data.regroup_users",
        ],
        TrainingFields.StudyPaths);

    internal static JsonFields Written(Scenario scenario)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) ScenarioJson.Write(json, scenario);
        return JsonFields.Root(stream.ToArray(), "scenario.json");
    }

    internal static Field Yaml(string text) => new(SpecDocument.Load(text, SpecPath), "");
}
