using IsacCluster.Networks.Models;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Samples;
using IsacCluster.Specifications.Yaml;
using IsacCluster.Training.Settings;
using IsacCluster.Training.Tensors;
using Fields = IsacCluster.Specifications.Fields.FieldDeclaration<IsacCluster.Training.Settings.TrainingSettings>;
using Losses = IsacCluster.Specifications.Fields.FieldDeclaration<IsacCluster.Training.Settings.LossSettings>;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>
/// Every field of a training, declared once: reader, identity, the parameters of studies and the tables of the documentation come from
/// here. Defaults are those of <see cref="TrainingSettings"/>.
/// </summary>
internal static class TrainingFields
{
    public const string Network = "network", Loss = "loss", ValidationLoss = "validation_loss", Data = "data", SinrRange = "sinr_range_db";
    public const string DataFile = SampleFileKind.Name, Fresh = "fresh", Mix = "mix";
    public const string RegroupUsers = "regroup_users", Initial = "initialisation", Gain = "initial_gain";
    public const string FinalLayer = "final_layer", ThroughProjection = "train_through_projection", StartFrom = "start_from";
    private const int MostSteps = 1_000_000, MostSamples = 100_000_000;

    // Declared before the tables, whose initialisation reads it.
    private static readonly ValueKind<string> DeviceKind = new("`cpu`, `cuda:N`, `auto`", ReadDevice, device => device);

    /// <summary>The fields that trainings share with other kinds.</summary>
    public static readonly string[] Common = ["kind", "name", "seed", "scenario", "sweep"];

    public static FieldTable<LossSettings> LossTable { get; } = new(
    [
        Losses.Of("penalty", ValueKinds.Choice<Penalty>(), loss => loss.Penalty, (loss, value) => loss with { Penalty = value })
            with { Meaning = "ReLU(m Γ₀ - SINR), of the logarithms, or of the normalised constraint", IsStudyParameter = true },
        Losses.Of("weight", ValueKinds.Real(NumberRange.Closed(0, 1e6)), loss => loss.Weight, (loss, value) => loss with { Weight = value })
            with { IsStudyParameter = true },
        Losses.Of("margin", ValueKinds.Real(NumberRange.Closed(1, 100)), loss => loss.Margin, (loss, value) => loss with { Margin = value })
            with { Meaning = "m", IsStudyParameter = true },
    ]);

    public static FieldTable<TrainingSettings> DataTable { get; } = new(
    [
        new FieldDeclaration(DataFile, "`{path: FILE, dataset: NAME}`")
        {
            Meaning = "channels from a file: its first rows train, the next validate, the next test; it is `scenario.channel: {file: ...}`",
            Default = "drawn",
        },
        Fields.Of(
            Fresh, ValueKinds.Flag, training => training.FreshChannels,
            (training, value) => training with { FreshChannels = value })
            with { Meaning = "new channels every epoch, or one set, shuffled anew every epoch", IsStudyParameter = true },
        Fields.Of(
            "samples", ValueKinds.Whole(1, MostSamples), training => training.EpochSamples,
            (training, value) => training with { EpochSamples = value })
            with { Meaning = "training samples of an epoch", IsStudyParameter = true },
        Fields.Of(
            RegroupUsers, ValueKinds.Flag, training => training.RegroupUsers,
            (training, value) => training with { RegroupUsers = value })
            with
            {
                Meaning = "each epoch puts the users of one set together anew; not with `fresh`",
                IsStudyParameter = true,
                Applies = training => training.RegroupUsers,
            },
        Fields.Of(
            "validation", ValueKinds.Whole(1, MostSamples), training => training.ValidationSamples,
            (training, value) => training with { ValidationSamples = value }),
        Fields.Of(
            "test", ValueKinds.Whole(1, MostSamples), training => training.TestSamples,
            (training, value) => training with { TestSamples = value }),
        Fields.Of(
            SinrRange, SinrRangeKind.Kind, training => training.SinrRangeDb,
            (training, value) => training with { SinrRangeDb = value })
            with { Meaning = "each training sample draws its threshold; needs `network.threshold_input`", Default = "the scenario's" },
        new FieldDeclaration(Mix, "list of mappings, each as `sweep`")
        {
            Meaning = "one network for all their points, in turn from batch to batch; graph networks of one M, with `fresh` channels",
            Default = "the scenario alone",
        },
    ]);

    /// <summary>Those of the training itself, without <see cref="Common"/>.</summary>
    public static FieldTable<TrainingSettings> Table { get; } = new(
    [
        new FieldDeclaration(Network, "mapping")
            { Meaning = "a preset and what differs from it", Default = "preset `paper`", Parts = NetworkFields.Table.All },
        new FieldDeclaration(Loss, "mapping")
            { Meaning = "L(R) + weight x penalty, means over a batch", Default = "", Parts = LossTable.All },
        new FieldDeclaration(ValidationLoss, "mapping, as `loss`")
        {
            Meaning = "what validation and test report and the kept weights are chosen by, so that trainings with different losses compare",
            Default = "`loss`",
        },
        new FieldDeclaration(Data, "mapping") { Default = "", Parts = DataTable.All },
        .. Steps(),
        .. Validation(),
        new FieldDeclaration(ThroughProjection, ValueKinds.Flag.Allowed)
            { Meaning = "`true` is `final_layer: projection`; a contradiction is an error", Default = "" },
        Fields.Of(
            FinalLayer, ValueKinds.Choice<FinalLayer>(), training => training.FinalLayer,
            (training, value) => training with { FinalLayer = value })
            with { Meaning = "what the training differentiates through", IsStudyParameter = true },
        .. Beginning(),
        new FieldDeclaration(StartFrom, "model file") { Meaning = "of the same layout, to start from", Default = "random weights" },
        .. Running(),
    ]);

    /// <summary>Names of the fields that a parameter of a study may set, with the mapping they stand in: network.width.</summary>
    public static IReadOnlyList<string> StudyPaths { get; } =
    [
        .. Table.All.Where(field => field.IsStudyParameter).Select(field => field.Name),
        .. Table.All.SelectMany(field => field.Parts.Where(part => part.IsStudyParameter).Select(part => $"{field.Name}.{part.Name}")),
    ];

    /// <summary>The loss that a training minimises.</summary>
    public static LossSettings LossOf(TrainingSettings training) => new(training.Penalty, training.PenaltyWeight, training.Margin);

    private static IEnumerable<Fields> Steps() =>
    [
        Fields.Of(
            "epochs", ValueKinds.Whole(1, MostSteps), training => training.Epochs,
            (training, value) => training with { Epochs = value })
            with { Meaning = "the most" },
        Fields.Of(
            "batch", ValueKinds.Whole(1, MostSteps), training => training.BatchSize,
            (training, value) => training with { BatchSize = value })
            with { IsStudyParameter = true },
        Fields.Of(
            "learning_rate", ValueKinds.Real(NumberRange.LeftOpen(0, 10)), training => training.LearningRate,
            (training, value) => training with { LearningRate = value })
            with { IsStudyParameter = true },
        Fields.Of(
            "schedule", ValueKinds.Choice<LearningRateSchedule>(), training => training.Schedule,
            (training, value) => training with { Schedule = value })
            with { Meaning = "no change, half a cosine to 0, or a tenth after every third of the epochs", IsStudyParameter = true },
        Fields.Of(
            "warmup_steps", ValueKinds.Whole(0, 1_000_000_000), training => training.WarmupSteps,
            (training, value) => training with { WarmupSteps = value })
            with { Meaning = "the rate rises linearly from 0", IsStudyParameter = true },
        Fields.Of(
            "clip_norm", ValueKinds.Optional(ValueKinds.Real(NumberRange.Positive)), training => training.ClipNorm,
            (training, value) => training with { ClipNorm = value })
            with { Meaning = "largest norm of a gradient", IsStudyParameter = true },
    ];

    private static IEnumerable<Fields> Validation() =>
    [
        Fields.Of(
            "validate_every", ValueKinds.Whole(1, MostSteps), training => training.ValidateEvery,
            (training, value) => training with { ValidateEvery = value })
            with { Meaning = "epochs; the last one is always validated" },
        Fields.Of(
            "early_stop", ValueKinds.Optional(ValueKinds.Whole(1, MostSteps)), training => training.EarlyStopPatience,
            (training, value) => training with { EarlyStopPatience = value })
            with { Meaning = "stop after so many validations without a better one", IsStudyParameter = true },
    ];

    private static IEnumerable<Fields> Beginning() =>
    [
        Fields.Of(
            Initial, ValueKinds.Choice<Initialisation>(), training => training.Initialisation,
            (training, value) => training with { Initialisation = value })
            with
            {
                Meaning = "±1 / sqrt(inputs), or normal weights and biases that take the mean 1/2 of sigmoids away; `sigmoid` only",
                IsStudyParameter = true,
                Applies = training => training.Initialisation != Initialisation.Uniform,
            },
        Fields.Of(
            Gain, ValueKinds.Optional(ValueKinds.Real(NumberRange.LeftOpen(0, 100))), training => training.InitialGain,
            (training, value) => training with { InitialGain = value })
            with
            {
                Meaning = "factor of the initial weights of all layers but the read-outs",
                Default = "1",
                IsStudyParameter = true,
                Applies = training => training.InitialGain is not null,
            },
    ];

    private static IEnumerable<Fields> Running() =>
    [
        Fields.Of(
            "weights", ValueKinds.Choice<WeightPrecision>(), training => training.Weights,
            (training, value) => training with { Weights = value })
            with { Meaning = "in the model file" },
        Fields.Of("device", DeviceKind, training => training.Device, (training, value) => training with { Device = value })
            with { IsIdentity = false },
        Fields.Of(
            "checkpoint_seconds", ValueKinds.Real(NumberRange.Closed(0, 86_400)), training => training.CheckpointSeconds,
            (training, value) => training with { CheckpointSeconds = value })
            with { Unit = "s", Meaning = "a checkpoint at the first end of an epoch after so long", IsIdentity = false },
    ];

    private static string ReadDevice(Field field)
    {
        string device = field.Text(TorchDevice.Names);
        return TorchDevice.IsName(device) ? device : throw field.NotAllowed(TorchDevice.Names);
    }
}
