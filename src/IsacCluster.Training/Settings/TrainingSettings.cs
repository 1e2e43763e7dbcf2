using System.Text.Json.Serialization;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;

namespace IsacCluster.Training.Settings;

/// <summary>
/// The penalty of the loss (25), L(R) + Weight * sum_l p_l, means over a batch; m is the margin.
/// </summary>
public enum Penalty
{
    /// <summary>p_l = ReLU(m Gamma0 - SINR_l), the paper's.</summary>
    Linear,

    /// <summary>p_l = ReLU(ln(m Gamma0) - ln SINR_l).</summary>
    LogRatio,

    /// <summary>p_l = ReLU(|h_l|^-2 (h_l^H R h_l + sigma^2 - (1 + 1/(m Gamma0)) |h_l^H c_l|^2) / P0), the row (29e) normalised.</summary>
    Slack,
}

public enum LearningRateSchedule
{
    Constant,

    /// <summary>Half a cosine from the learning rate to 0 over all steps.</summary>
    Cosine,

    /// <summary>A tenth after every third of the epochs.</summary>
    Step,
}

/// <summary>How random weights begin; the gain g multiplies the weights of all layers but the read-outs.</summary>
public enum Initialisation
{
    /// <summary>Weights and biases uniform in +-1 / sqrt(inputs), PyTorch's default.</summary>
    Uniform,

    /// <summary>
    /// Weights normal with variance g^2 2 / (inputs + outputs) (Glorot and Bengio), and behind sigmoids biases of -1/2 times the sum of
    /// a row's weights, which takes the sigmoids' mean 1/2 away: with uniform ones each layer of sigmoids leaves a seventh of what tells
    /// samples apart, and the outputs of Table I's ten are constant.
    /// </summary>
    Centred,
}

/// <summary>The last layer that training differentiates through.</summary>
public enum FinalLayer
{
    None,

    /// <summary>The exact projection (29), (30) with its implicit derivative.</summary>
    Projection,

    /// <summary>Mixing with a strictly feasible anchor, in closed form.</summary>
    Restoration,
}

/// <summary>
/// Everything that a training run depends on. Its result is a pure function of these settings on one device kind and library version.
/// </summary>
public sealed record TrainingSettings
{
    public required NetworkArchitecture Architecture { get; init; }

    /// <summary>What samples are drawn from; SinrDb is the threshold of the loss.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>
    /// Scenarios that one network is trained for, in turn from batch to batch; each validates and tests with its equal part of the samples.
    /// Fresh channels only. Null: <see cref="Scenario"/> alone.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<Scenario>? Mix { get; init; }

    /// <summary>What identifies <see cref="Mix"/>; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MixIdentity { get; init; }

    /// <summary>
    /// Keys initial weights, batches and the streams of training, validation and test channels, which never meet a campaign's.
    /// </summary>
    public required ulong Seed { get; init; }

    public int Epochs { get; init; } = 500;

    public int BatchSize { get; init; } = 256;

    /// <summary>
    /// Fresh channels every epoch; otherwise one data set of <see cref="EpochSamples"/>, shuffled anew every epoch (the paper).
    /// </summary>
    public bool FreshChannels { get; init; }

    /// <summary>Training samples of an epoch.</summary>
    public int EpochSamples { get; init; } = 10_000;

    /// <summary>
    /// Whether the users of a data set that is not fresh are put together anew every epoch, each at random from all samples: as many
    /// channels, but pairs of users that no epoch has seen. Not in identities where it is false, for it came later.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RegroupUsers { get; init; }

    public int ValidationSamples { get; init; } = 1000;

    public int TestSamples { get; init; } = 1000;

    /// <summary>Epochs between validations; the last epoch is always validated.</summary>
    public int ValidateEvery { get; init; } = 10;

    public Penalty Penalty { get; init; } = Penalty.Linear;

    public double PenaltyWeight { get; init; } = 1;

    /// <summary>m >= 1.</summary>
    public double Margin { get; init; } = 1;

    /// <summary>
    /// The loss that validation and test report and that the kept weights are chosen by, so that trainings of different losses can be
    /// compared; null: the loss that is minimised.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LossSettings? ValidationLoss { get; init; }

    public double LearningRate { get; init; } = 1e-3;

    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Steps over which the learning rate rises linearly from 0.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>Largest norm of a gradient; null: no clipping.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Stop after this many validations without a better one; null: never.</summary>
    public int? EarlyStopPatience { get; init; }

    public FinalLayer FinalLayer { get; init; } = FinalLayer.None;

    /// <summary>
    /// Gamma0 of each training sample uniform in this range of dB; needs an architecture with a threshold input. Null: the scenario's.
    /// </summary>
    public SinrRange? SinrRangeDb { get; init; }

    /// <summary>Weights to start from (a model file of the same layout); null: random.</summary>
    public string? InitialModel { get; init; }

    /// <summary>Of random weights. Not in identities where it is the default, as <see cref="InitialGain"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Initialisation Initialisation { get; init; }

    /// <summary>g of <see cref="Initialisation"/>; null: 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? InitialGain { get; init; }

    /// <summary>Precision of the model file.</summary>
    public WeightPrecision Weights { get; init; }

    /// <summary>cpu, cuda:N or auto (cuda:0 where there is one). Does not identify the run.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Seconds between checkpoints, written at the next epoch's end. Does not identify the run.</summary>
    public double CheckpointSeconds { get; init; } = 30;
}

/// <summary>A loss (25) by its penalty, its weight and its margin.</summary>
public sealed record LossSettings(Penalty Penalty, double Weight, double Margin);

/// <summary>A closed range of thresholds in dB.</summary>
public sealed record SinrRange(double LowDb, double HighDb);
