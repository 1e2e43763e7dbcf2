using static TorchSharp.torch;

namespace IsacCluster.Learning.Training;

/// <summary>
/// The loss (25) of a batch: mean L(R) / P0^2 plus the weighted mean over samples of the penalties of their users.
/// </summary>
internal sealed class TrainingLoss(TrainingSettings settings)
{
    private const double LeastSinr = 1e-6;

    public Tensor Of(BatchMetrics metrics, TrainingBatch batch) => metrics.Mse.mean() + Penalty(metrics, batch);

    /// <summary>The weighted penalty alone.</summary>
    public Tensor Penalty(BatchMetrics metrics, TrainingBatch batch)
    {
        Tensor threshold = batch.Thresholds * settings.Margin;
        Tensor rows = settings.Penalty switch
        {
            Training.Penalty.Linear => threshold - metrics.Sinr,
            Training.Penalty.LogRatio => threshold.log() - (metrics.Sinr + LeastSinr).log(),
            _ => (metrics.Rest - metrics.Signal / threshold) / metrics.Gain.clamp_min(1e-12),
        };
        return settings.PenaltyWeight * nn.functional.relu(rows).sum(1).mean();
    }
}
