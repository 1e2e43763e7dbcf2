using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Training.Settings;

namespace IsacCluster.Training.Tests;

/// <summary>Trainings that take a fraction of a second.</summary>
internal static class SmallTraining
{
    public static TrainingSettings Settings(NetworkArchitecture? architecture = null) => new()
    {
        Architecture = architecture ?? NetworkArchitecture.Preset("tuned") with { Antennas = 4, Width = 8, Refinements = 1 },
        Scenario = new Scenario { Antennas = 4, GridPoints = 45 },
        Seed = 11,
        Epochs = 6,
        BatchSize = 16,
        FreshChannels = true,
        EpochSamples = 40,
        ValidationSamples = 30,
        TestSamples = 20,
        ValidateEvery = 2,
        Penalty = Penalty.LogRatio,
        Margin = 1.05,
        LearningRate = 3e-3,
        Schedule = LearningRateSchedule.Cosine,
        ClipNorm = 1,
        Device = "cpu",
        CheckpointSeconds = 0,
    };

    /// <summary>A graph network of 3 closed-loop steps.</summary>
    public static NetworkArchitecture ClosedLoop(int antennas) => NetworkArchitecture.Preset("tuned") with
    {
        Antennas = antennas,
        Width = 8,
        Refinements = 3,
        Refinement = Refinement.Feedback,
        Scalars = DescentScalarChoice.Learned,
    };

    public static TrainingOutcome Run(TrainingSettings settings, ICheckpointStore? store = null) =>
        TrainingRun.Run(settings, store, null, TimeProvider.System, TestContext.Current.CancellationToken);
}

/// <summary>Keeps the last state, and cancels after a number of saves as a killed process would stop.</summary>
internal sealed class MemoryStore(int cancelAfter = int.MaxValue) : ICheckpointStore, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public byte[]? State { get; set; }

    public int Saves { get; private set; }

    public CancellationToken Cancellation => _cancellation.Token;

    public void Dispose() => _cancellation.Dispose();

    public byte[]? Load() => State;

    public void Save(byte[] state)
    {
        if (_cancellation.IsCancellationRequested) return; // a killed process saves nothing more
        State = state;
        if (++Saves == cancelAfter) _cancellation.Cancel();
    }
}
