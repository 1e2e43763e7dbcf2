using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>Reads kind: training. Defaults are those of <see cref="TrainingSettings"/>.</summary>
internal static class TrainingReader
{
    private const int MostSteps = 1_000_000, MostSamples = 100_000_000;
    private static readonly NumberRange Threshold = NumberRange.Closed(-50, 60);

    private static readonly string[] Known =
    [
        "kind", "name", "seed", "scenario", "sweep", "network", "loss", "validation_loss", "data", "epochs", "batch", "learning_rate",
        "schedule", "warmup_steps", "clip_norm", "validate_every", "early_stop", "train_through_projection", "final_layer", "start_from", "weights",
        "device", "checkpoint_seconds",
    ];

    public static TrainingSpecification Read(SpecificationSource source)
    {
        FieldMapping root = FieldMapping.Of(source.Root, Known);
        string name = CommonFields.Name(root);
        ulong seed = CommonFields.Seed(root);
        ScenarioSource scenario = ScenarioReader.Read(root.Optional("scenario"));
        IReadOnlyList<SweepAxis> sweep = SweepReader.Read(root.Optional("sweep"));
        var settings = new TrainingSettings
        {
            Architecture = NetworkReader.Read(root.Optional("network")),
            Scenario = scenario.Scenario,
            Seed = seed,
        };
        Field? start = root.Optional("start_from");
        return new TrainingSpecification
        {
            SourcePath = source.Path,
            Name = name,
            Sweep = sweep,
            Points = SweepReader.Points(scenario, sweep),
            Settings = ReadSteps(
                root, ReadValidationLoss(
                    root.Optional("validation_loss"), ReadData(root.Optional("data"), ReadLoss(root.Optional("loss"), settings)))),
            StartFrom = start?.Text("the path of a model file"),
            StartFromAt = start?.At,
        };
    }

    private static TrainingSettings ReadLoss(Field? field, TrainingSettings settings)
    {
        if (field is null) return settings;
        FieldMapping loss = FieldMapping.Of(field, ["penalty", "weight", "margin"]);
        return settings with
        {
            Penalty = loss.Optional("penalty") is Field penalty ? EnumNames<Penalty>.Read(penalty) : settings.Penalty,
            PenaltyWeight = loss.Optional("weight")?.Number(NumberRange.Closed(0, 1e6)) ?? settings.PenaltyWeight,
            Margin = loss.Optional("margin")?.Number(NumberRange.Closed(1, 100)) ?? settings.Margin,
        };
    }

    private static TrainingSettings ReadValidationLoss(Field? field, TrainingSettings settings)
    {
        if (field is null) return settings;
        TrainingSettings read =
            ReadLoss(
                field, new TrainingSettings { Architecture = settings.Architecture, Scenario = settings.Scenario, Seed = settings.Seed });
        return settings with { ValidationLoss = new LossSettings(read.Penalty, read.PenaltyWeight, read.Margin) };
    }

    private static TrainingSettings ReadData(Field? field, TrainingSettings settings)
    {
        if (field is null) return settings;
        FieldMapping data = FieldMapping.Of(field, ["fresh", "samples", "validation", "test", "sinr_range_db"]);
        return settings with
        {
            FreshChannels = data.Optional("fresh")?.Flag() ?? settings.FreshChannels,
            EpochSamples = Whole(data, "samples", 1, MostSamples, settings.EpochSamples),
            ValidationSamples = Whole(data, "validation", 1, MostSamples, settings.ValidationSamples),
            TestSamples = Whole(data, "test", 1, MostSamples, settings.TestSamples),
            SinrRangeDb = data.Optional("sinr_range_db") is Field range ? ReadRange(range, settings.Architecture.ThresholdInput) : null,
        };
    }

    private static SinrRange ReadRange(Field field, bool thresholdInput)
    {
        const string interval = "[low, high] in dB within -50 to 60";
        IReadOnlyList<Field> ends = field.Items(interval, 2);
        if (ends.Count != 2) throw field.Error($"a list of one is not allowed; expected {interval}.");
        (double low, double high) = (ends[0].Number(Threshold), ends[1].Number(Threshold));
        if (high <= low) throw ends[1].NotAllowed(FormattableString.Invariant($"a number > {low}, the lower end"));
        return thresholdInput
            ? new SinrRange(low, high)
            : throw field.NotAllowed("network.threshold_input to be true with it, for the network to know each sample's threshold");
    }

    private static TrainingSettings ReadSteps(FieldMapping root, TrainingSettings settings) => settings with
    {
        Epochs = Whole(root, "epochs", 1, MostSteps, settings.Epochs),
        BatchSize = Whole(root, "batch", 1, MostSteps, settings.BatchSize),
        LearningRate = root.Optional("learning_rate")?.Number(NumberRange.LeftOpen(0, 10)) ?? settings.LearningRate,
        Schedule = root.Optional("schedule") is Field schedule ? EnumNames<LearningRateSchedule>.Read(schedule) : settings.Schedule,
        WarmupSteps = Whole(root, "warmup_steps", 0, 1_000_000_000, settings.WarmupSteps),
        ClipNorm = root.Optional("clip_norm")?.Number(NumberRange.Positive) ?? settings.ClipNorm,
        ValidateEvery = Whole(root, "validate_every", 1, MostSteps, settings.ValidateEvery),
        EarlyStopPatience = (int?)root.Optional("early_stop")?.WholeNumber(1, MostSteps) ?? settings.EarlyStopPatience,
        FinalLayer = ReadFinalLayer(root, settings),
        Weights = root.Optional("weights") is Field weights ? EnumNames<WeightPrecision>.Read(weights) : WeightPrecision.Float32,
        Device = root.Optional("device") is Field device ? ReadDevice(device) : settings.Device,
        CheckpointSeconds = root.Optional("checkpoint_seconds")?.Number(NumberRange.Closed(0, 86_400)) ?? settings.CheckpointSeconds,
    };

    /// <summary>train_through_projection: true is another name of final_layer: projection, and false of any other.</summary>
    private static FinalLayer ReadFinalLayer(FieldMapping root, TrainingSettings settings)
    {
        FinalLayer layer = ReadFinalLayer(root, settings.FinalLayer);
        if (layer == FinalLayer.None || settings.Architecture.Readout == Readout.Direct) return layer;
        Field asked = root.Optional("final_layer") ?? root.Optional("train_through_projection")!;
        throw asked.NotAllowed("network.readout to be direct with it: the beams of a split read-out exist only after training");
    }

    private static FinalLayer ReadFinalLayer(FieldMapping root, FinalLayer preset)
    {
        bool? through = root.Optional("train_through_projection")?.Flag();
        if (root.Optional("final_layer") is not Field field) return through == true ? FinalLayer.Projection : preset;
        FinalLayer layer = EnumNames<FinalLayer>.Read(field);
        return through switch
        {
            true when layer != FinalLayer.Projection => throw field.NotAllowed("projection, since train_through_projection is true"),
            false when layer == FinalLayer.Projection =>
                throw field.NotAllowed("none or restoration, since train_through_projection is false"),
            _ => layer,
        };
    }

    private static string ReadDevice(Field field)
    {
        string device = field.Text(TorchDevice.Names);
        return TorchDevice.IsName(device) ? device : throw field.NotAllowed(TorchDevice.Names);
    }

    private static int Whole(FieldMapping mapping, string name, int low, int high, int preset) =>
        (int?)mapping.Optional(name)?.WholeNumber(low, high) ?? preset;
}
