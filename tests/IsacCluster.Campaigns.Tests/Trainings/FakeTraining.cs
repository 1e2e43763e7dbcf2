using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IsacCluster.Training;
using IsacCluster.Training.Settings;

namespace IsacCluster.Campaigns.Tests.Trainings;

/// <summary>
/// A training that computes nothing: its loss falls as 1 / epoch, its model file is a text of its settings and curve. As the real one, it
/// keeps its state in the checkpoint after every epoch, and continues from there to the same bytes.
/// </summary>
internal sealed class FakeTraining
{
    /// <summary>Called after each epoch has been observed, with that epoch.</summary>
    public Action<int>? AfterEpoch { get; init; }

    /// <summary>Settings, checkpoint path and first epoch of each call.</summary>
    public List<(TrainingSettings Settings, int FirstEpoch)> Calls { get; } = [];

    public TrainingOutcome Run(
        TrainingSettings settings, ICheckpointStore? checkpoints, Action<TrainingProgress>? observe, TimeProvider time,
        CancellationToken cancellation)
    {
        int done = checkpoints?.Load() is { } state ? int.Parse(Encoding.UTF8.GetString(state), CultureInfo.InvariantCulture) : 0;
        Calls.Add((settings, done + 1));
        for (int epoch = done + 1; epoch <= settings.Epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            checkpoints?.Save(Encoding.UTF8.GetBytes(epoch.ToString(CultureInfo.InvariantCulture)));
            CurvePoint? last = Curve(settings, epoch).LastOrDefault();
            observe?.Invoke(new TrainingProgress(epoch, settings.Epochs, Loss(settings, epoch), last, 0.5));
            AfterEpoch?.Invoke(epoch);
        }

        List<CurvePoint> curve = Curve(settings, settings.Epochs);
        byte[] model = Encoding.UTF8.GetBytes($"{settings.Seed} {settings.Scenario} {settings.Architecture} {string.Join(' ', curve)}");
        string digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(model));
        return new TrainingOutcome(model, digest, curve, curve[^1].Epoch, curve[^1] with { ValidationLoss = 0.25 }, 1, StoppedEarly: false);
    }

    private static double Loss(TrainingSettings settings, int epoch) => (20 + settings.Scenario.SinrDb) / epoch;

    private static List<CurvePoint> Curve(TrainingSettings settings, int epochs) =>
    [
        .. Enumerable.Range(1, epochs).Where(epoch => epoch % settings.ValidateEvery == 0 || epoch == settings.Epochs)
            .Select(epoch => new CurvePoint(epoch, Loss(settings, epoch), 1.1 * Loss(settings, epoch), 0.2, 0.75, settings.LearningRate)),
    ];
}
