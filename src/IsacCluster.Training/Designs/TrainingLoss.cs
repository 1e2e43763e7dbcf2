using IsacCluster.Training.Samples;
using IsacCluster.Training.Settings;
using static TorchSharp.torch;

namespace IsacCluster.Training.Designs;

/// <summary>
/// The loss (25) of a batch: mean L(R) / P0^2 plus the weighted mean over samples of the penalties of their users.
/// </summary>
internal sealed class TrainingLoss(Penalty penalty, double weight, double margin)
{
    private const double LeastSinr = 1e-6;

    /// <summary>What is minimised.</summary>
    public static TrainingLoss Of(TrainingSettings settings) => new(settings.Penalty, settings.PenaltyWeight, settings.Margin);

    /// <summary>What validation and test report, and the kept weights are chosen by.</summary>
    public static TrainingLoss OfValidation(TrainingSettings settings) =>
        settings.ValidationLoss is { } loss ? new TrainingLoss(loss.Penalty, loss.Weight, loss.Margin) : Of(settings);

    public Tensor Of(BatchMetrics metrics, TrainingBatch batch) => metrics.Mse.mean() + Penalty(metrics, batch);

    /// <summary>The weighted penalty alone.</summary>
    public Tensor Penalty(BatchMetrics metrics, TrainingBatch batch)
    {
        Tensor threshold = batch.Thresholds * margin;
        Tensor rows = penalty switch
        {
            Settings.Penalty.Linear => threshold - metrics.Sinr,
            Settings.Penalty.LogRatio => threshold.log() - (metrics.Sinr + LeastSinr).log(),
            _ => (metrics.Rest - metrics.Signal / threshold) / metrics.Gain.clamp_min(1e-12),
        };
        return weight * nn.functional.relu(rows).sum(1).mean();
    }
}
