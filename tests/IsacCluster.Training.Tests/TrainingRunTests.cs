using IsacCluster.Networks.Layouts;
using IsacCluster.Training.Settings;
using IsacCluster.Training.Tensors;

namespace IsacCluster.Training.Tests;

public sealed class TrainingRunTests
{
    public static TheoryData<string> Kinds => ["tuned", "paper", "dnn", "threshold", "fixed", "regrouped"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_seed_gives_the_same_bits(string kind)
    {
        TrainingSettings settings = Of(kind);
        TrainingOutcome one = SmallTraining.Run(settings), two = SmallTraining.Run(settings);
        Assert.Equal(one.Digest, two.Digest);
        Assert.NotEqual(one.Digest, SmallTraining.Run(settings with { Seed = 12 }).Digest);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_killed_training_continues_to_the_same_bits(string kind)
    {
        TrainingSettings settings = Of(kind);
        TrainingOutcome whole = SmallTraining.Run(settings);
        for (int epochs = 1; epochs < settings.Epochs; epochs += 2)
        {
            using var killed = new MemoryStore(cancelAfter: epochs);
            Assert.Throws<OperationCanceledException>(
                () => TrainingRun.Run(settings, killed, null, TimeProvider.System, killed.Cancellation));
            using var next = new MemoryStore { State = killed.State };
            TrainingOutcome rest = SmallTraining.Run(settings, next);
            Assert.Equal(whole.Digest, rest.Digest);
            Assert.Equal(whole.Curve, rest.Curve);
        }
    }

    [Fact]
    public void Training_lowers_the_validation_loss()
    {
        TrainingOutcome outcome = SmallTraining.Run(SmallTraining.Settings() with { Epochs = 40, EpochSamples = 200 });
        Assert.True(outcome.Curve[^1].ValidationLoss < 0.9 * outcome.Curve[0].ValidationLoss, $"{outcome.Curve[0]} to {outcome.Curve[^1]}");
        Assert.Equal(outcome.Curve.MinBy(point => point.ValidationLoss)!.Epoch, outcome.BestEpoch);
    }

    [Fact]
    public void A_validation_loss_of_its_own_changes_what_is_reported_and_not_what_is_learnt()
    {
        TrainingSettings settings = SmallTraining.Settings();
        TrainingOutcome own = SmallTraining.Run(settings);
        TrainingOutcome same = SmallTraining.Run(
            settings with { ValidationLoss = new LossSettings(settings.Penalty, settings.PenaltyWeight, settings.Margin) });
        Assert.Equal(own.Curve, same.Curve);
        TrainingOutcome pure = SmallTraining.Run(settings with { ValidationLoss = new LossSettings(Penalty.Linear, 0, 1) });
        Assert.Equal(
            own.Curve.Select(point => (point.TrainingLoss, point.Mse)), pure.Curve.Select(point => (point.TrainingLoss, point.Mse)));
        // without a penalty the loss is the MSE, at power 1
        Assert.All(pure.Curve, point => Assert.Equal(point.Mse, point.ValidationLoss, 1e-6));
    }

    /// <summary>Weights fit a network whose dense layers are the same, whatever lies between them.</summary>
    [Fact]
    public void A_training_starts_from_a_model_of_the_same_layout()
    {
        string path = Path.GetTempFileName();
        try
        {
            TrainingOutcome first = SmallTraining.Run(SmallTraining.Settings() with { Epochs = 40, EpochSamples = 200 });
            File.WriteAllBytes(path, first.Model);
            TrainingSettings next = SmallTraining.Settings() with { InitialModel = path, Epochs = 1, LearningRate = 1e-9 };
            Assert.Equal(first.Test.ValidationLoss, SmallTraining.Run(next).Test.ValidationLoss, 1e-4);
            TrainingSettings other = next with { Architecture = next.Architecture with { Activation = Activation.Tanh } };
            Assert.Single(SmallTraining.Run(other).Curve);
            TrainingSettings wider = next with { Architecture = next.Architecture with { Width = 16 } };
            Assert.Contains(
                "layout", Assert.Throws<InvalidDataException>(() => SmallTraining.Run(wider)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_last_epoch_is_validated_and_patience_ends_early()
    {
        Assert.Equal([2, 4, 6, 7], SmallTraining.Run(SmallTraining.Settings() with { Epochs = 7 }).Curve.Select(point => point.Epoch));
        // Without a learning rate nothing gets better: the first validation is the best.
        TrainingOutcome still = SmallTraining.Run(
            SmallTraining.Settings() with { Epochs = 50, LearningRate = 1e-30, EarlyStopPatience = 3 });
        Assert.True(still.StoppedEarly);
        Assert.Equal((2, 8), (still.BestEpoch, still.Curve[^1].Epoch));
    }

    [Fact]
    public void Values_that_are_not_finite_undo_the_epoch_and_halve_the_rate()
    {
        // float overflows at 3e38: the weights survive the rates from a certain halving on.
        NetworkArchitecture small = NetworkArchitecture.Preset("paper") with { Antennas = 4, Width = 8, Activation = Activation.Relu };
        TrainingSettings wild = SmallTraining.Settings(small) with
        {
            LearningRate = 1e10,
            Penalty = Penalty.Linear,
            Schedule = LearningRateSchedule.Constant,
            ClipNorm = null,
            Epochs = 2,
        };
        TrainingOutcome? outcome = null;
        var error = Record.Exception(() => outcome = SmallTraining.Run(wild));
        if (error is null) Assert.True(outcome!.Rollbacks > 0 && outcome.Curve.All(point => double.IsFinite(point.TrainingLoss)));
        else Assert.Contains("not finite", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_training_or_a_damaged_one_is_refused()
    {
        using var store = new MemoryStore();
        SmallTraining.Run(SmallTraining.Settings(), store);
        using var other = new MemoryStore { State = store.State };
        Assert.Contains("another training", Assert.Throws<InvalidDataException>(
            () => SmallTraining.Run(SmallTraining.Settings() with { Seed = 5 }, other)).Message, StringComparison.Ordinal);
        byte[] damaged = [.. store.State!];
        damaged[damaged.Length / 2] ^= 1;
        using var broken = new MemoryStore { State = damaged };
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(
            () => SmallTraining.Run(SmallTraining.Settings(), broken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_does_not_exist_is_one_clear_error()
    {
        var error = Assert.Throws<InvalidOperationException>(() => SmallTraining.Run(SmallTraining.Settings() with { Device = "cuda:63" }));
        Assert.Contains("device 'cuda:63' does not exist", error.Message, StringComparison.Ordinal);
        Assert.True(TorchDevice.IsName("cuda:1") && TorchDevice.IsName("auto") && TorchDevice.IsName("cpu"));
        Assert.False(TorchDevice.IsName("gpu") || TorchDevice.IsName("cuda") || TorchDevice.IsName("cuda:-1"));
    }

    private static TrainingSettings Of(string kind) => kind switch
    {
        "threshold" => SmallTraining.Settings(SmallTraining.Settings().Architecture with { ThresholdInput = true }) with
        {
            SinrRangeDb = new SinrRange(3, 10),
        },
        "fixed" => SmallTraining.Settings() with { FreshChannels = false },
        "regrouped" => SmallTraining.Settings(NetworkArchitecture.Preset("paper") with { Antennas = 4, Width = 8 }) with
        {
            FreshChannels = false,
            RegroupUsers = true,
            Initialisation = Initialisation.Centred,
            InitialGain = 3,
        },
        _ => SmallTraining.Settings(NetworkArchitecture.Preset(kind) with { Antennas = 4, Width = 8 }),
    };
}
