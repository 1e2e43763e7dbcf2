using IsacCluster.Campaigns.Trainings;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Training.Settings;
using static IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests.Trainings;

/// <summary>What kind: training reads, and what makes two trainings the same job.</summary>
public sealed class TrainingSpecificationTests
{
    /// <summary>Every field with a value that is not its default.</summary>
    public const string EveryField = """
        seed: 9
        scenario: {targets: {count: 3, uniform_deg: [-60, 60]}}
        sweep: {sinr_db: [3, 8], users: [2, 4]}
        network: {preset: tuned, width: 32, layers: 3, activation: relu, combine: sum, residual: false, normalisation: layer,
        """ + """
         input_scale: 0.5, user_features: channel, readout: direct, refinements: 0, threshold_input: true}
        loss: {penalty: log-ratio, weight: 2.5, margin: 1.05}
        data: {fresh: true, samples: 500, validation: 50, test: 40, sinr_range_db: [3, 10]}
        epochs: 12
        batch: 64
        learning_rate: 2e-3
        schedule: cosine
        warmup_steps: 100
        clip_norm: 1
        validate_every: 3
        early_stop: 20
        train_through_projection: true
        final_layer: projection
        start_from: other/model.safetensors
        weights: bfloat16
        device: cuda:1
        checkpoint_seconds: 5

        """;

    [Fact]
    public void Every_field_is_read()
    {
        TrainingSpecification read = ParseTraining(EveryField);
        Assert.Equal(
            new TrainingSettings
            {
                Seed = 9,
                Scenario = new Scenario { Targets = new RandomTargets(3, -60, 60, 0) },
                Architecture = new NetworkArchitecture
                {
                    Width = 32,
                    Layers = 3,
                    Activation = Activation.Relu,
                    Normalisation = Normalisation.Layer,
                    InputScale = 0.5,
                    ThresholdInput = true,
                },
                Penalty = Penalty.LogRatio,
                PenaltyWeight = 2.5,
                Margin = 1.05,
                FreshChannels = true,
                EpochSamples = 500,
                ValidationSamples = 50,
                TestSamples = 40,
                SinrRangeDb = new SinrRange(3, 10),
                Epochs = 12,
                BatchSize = 64,
                LearningRate = 2e-3,
                Schedule = LearningRateSchedule.Cosine,
                WarmupSteps = 100,
                ClipNorm = 1,
                ValidateEvery = 3,
                EarlyStopPatience = 20,
                FinalLayer = FinalLayer.Projection,
                Weights = WeightPrecision.Bfloat16,
                Device = "cuda:1",
                CheckpointSeconds = 5,
            },
            read.Settings);
        Assert.Equal(
            ["sinr_db=3,users=2", "sinr_db=3,users=4", "sinr_db=8,users=2", "sinr_db=8,users=4"], read.Points.Select(point => point.Id));
        Assert.Equal("other/model.safetensors", read.StartFrom);
    }

    [Fact]
    public void Everything_but_the_name_has_a_default()
    {
        TrainingSpecification read = ParseTraining();
        Assert.Equal(
            new TrainingSettings { Seed = 2025, Scenario = new Scenario(), Architecture = NetworkArchitecture.Preset("paper") },
            read.Settings);
        Assert.Equal("all", Assert.Single(read.Points).Id);
        Assert.Null(read.StartFrom);
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("tuned")]
    [InlineData("dnn")]
    public void A_preset_is_that_of_the_architecture(string preset) =>
        Assert.Equal(NetworkArchitecture.Preset(preset), ParseTraining($"network: {{preset: {preset}}}\n").Settings.Architecture);

    [Fact]
    public void Sizes_come_from_the_scenario_of_each_point()
    {
        TrainingSpecification dnn = ParseTraining(
            "scenario: {targets: {count: 5, uniform_deg: [-60, 60]}}\nsweep: {antennas: [6, 8], users: [1, 3]}\nnetwork: {preset: dnn}\n");
        Assert.Equal(
            [(6, 1, 5), (6, 3, 5), (8, 1, 5), (8, 3, 5)],
            dnn.Points.Select(point => dnn.SettingsOf(point).Architecture).Select(
                network => (network.Antennas, network.Users, network.Targets)));
        TrainingSpecification gnn = ParseTraining("scenario: {antennas: 6, targets_deg: [0]}\nsweep: {users: [1, 3]}\n");
        NetworkArchitecture[] networks = [.. gnn.Points.Select(point => gnn.SettingsOf(point).Architecture)];
        Assert.Equal(6, networks[0].Antennas);
        Assert.Equal(networks[0], networks[1]);
        Assert.Equal([1, 3], gnn.Points.Select(point => gnn.SettingsOf(point).Scenario.Users));
    }

    [Theory]
    [InlineData("train_through_projection: true\n", FinalLayer.Projection)]
    [InlineData("train_through_projection: false\n", FinalLayer.None)]
    [InlineData("train_through_projection: false\nfinal_layer: restoration\n", FinalLayer.Restoration)]
    [InlineData("final_layer: projection\n", FinalLayer.Projection)]
    public void Training_through_the_projection_is_a_final_layer(string lines, FinalLayer expected) =>
        Assert.Equal(expected, ParseTraining(lines).Settings.FinalLayer);

    public static TheoryData<string> Changes =>
    [
        .. EveryField.Split('\n').Where(line => line.Length > 0)
            .Where(line => line.Split(':')[0] is not ("device" or "checkpoint_seconds" or "train_through_projection" or "final_layer")),
        "final_layer: projection", "network: {threshold_input: true}", "network: {width: 127}", "network: {readout: split}",
        "loss: {margin: 1.5}", "data: {validation: 999}", "data: {test: 999}", "data: {fresh: true}", "early_stop: 3", "clip_norm: 2",
        "epochs: 501", "initialisation: centred", "initial_gain: 4", "data: {regroup_users: true}",
        "network: {update_width: 0}", "network: {user_features: phase-normalised}",
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_changes_the_weights_makes_another_job(string line)
    {
        // The range needs the threshold input, on both sides of the comparison.
        string common = line.Contains("sinr_range_db", StringComparison.Ordinal) ? "network: {threshold_input: true}\n" : "";
        Assert.NotEqual(ParseTraining(common).JobId, ParseTraining($"{common}{line}\n").JobId);
    }

    [Theory]
    [InlineData("device: cpu\n")]
    [InlineData("checkpoint_seconds: 1\n")]
    public void Where_and_how_carefully_it_is_trained_changes_the_specification_only(string line)
    {
        Assert.Equal(ParseTraining().JobId, ParseTraining(line).JobId);
        Assert.NotEqual(ParseTraining().SpecSha256, ParseTraining(line).SpecSha256);
    }

    [Theory]
    [InlineData("network: {preset: paper, width: 128, update_width: 64}\nepochs: 500\n")]
    [InlineData("initialisation: uniform\ndata: {regroup_users: false}\n")]
    [InlineData("train_through_projection: false\nweights: float32\nloss: {penalty: linear}\n")]
    public void Defaults_that_are_written_out_change_nothing(string lines) =>
        Assert.Equal(ParseTraining().JobId, ParseTraining(lines).JobId);

    [Fact]
    public void A_preset_is_no_more_than_its_fields() => Assert.Equal(
        ParseTraining("network: {preset: dnn}\n").JobId, ParseTraining("network: {preset: dnn, width: 512, layers: 4}\n").JobId);

    [Theory]
    [InlineData("network: {preset: dnn, update_width: 64}\n", "network.update_width: '64' is not allowed;")]
    [InlineData("network: {preset: tuned}\ninitialisation: centred\n", "expected uniform with another activation than sigmoid")]
    [InlineData("initialisation: xavier\n", "expected one of uniform, centred.")]
    [InlineData("initial_gain: 0\n", "initial_gain: '0' is not allowed;")]
    [InlineData("initial_gain: 2\nstart_from: x.safetensors\n", "expected none with start_from")]
    [InlineData("data: {fresh: true, regroup_users: true}\n", "data.regroup_users: 'true' is not allowed;")]
    [InlineData("data: {regroup_users: true}\nfinal_layer: projection\n", "expected none with data.regroup_users")]
    public void Mistakes_about_the_start_of_a_training_name_the_field(string lines, string message) => Assert.Contains(
        message, Assert.Throws<SpecificationException>(() => ParseTraining(lines)).Message, StringComparison.Ordinal);
}
