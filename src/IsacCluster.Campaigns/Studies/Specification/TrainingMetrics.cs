namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>What a study may ask of a training: metrics of the kept weights on the validation set.</summary>
internal static class TrainingMetrics
{
    public const string ValidationLoss = "validation_loss", Mse = "mse", Satisfaction = "satisfaction";

    /// <summary>Number of weights.</summary>
    public const string Parameters = "parameters";

    /// <summary>Microseconds of one design, the median of some calls over a batch.</summary>
    public const string InferenceTime = "inference_us";

    public static IReadOnlyList<string> Names { get; } = [ValidationLoss, Mse, Satisfaction, Parameters, InferenceTime];
}
