
namespace IsacCluster.Training;

/// <summary>One validation.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainingLoss">Mean loss of the epoch's batches.</param>
/// <param name="ValidationLoss">Mean loss of the validation set.</param>
/// <param name="Mse">Mean L(R) of the validation set.</param>
/// <param name="Satisfaction">Share of validation samples whose users all reach Gamma0.</param>
public sealed record CurvePoint(
    int Epoch, double TrainingLoss, double ValidationLoss, double Mse, double Satisfaction, double LearningRate);

/// <summary>A progress report of a running training; the epochs per second are of this process.</summary>
public sealed record TrainingProgress(int Epoch, int Epochs, double TrainingLoss, CurvePoint? LastValidation, double SecondsPerEpoch);

/// <summary>What a training run leaves behind.</summary>
/// <param name="Model">The model file: safetensors with the best weights on the validation set.</param>
/// <param name="Digest">sha256:... of the model file.</param>
/// <param name="Curve">All validations.</param>
/// <param name="BestEpoch">The epoch whose weights were kept.</param>
/// <param name="Test">Loss, MSE and satisfaction of the kept weights on the test set.</param>
/// <param name="Rollbacks">How often a step gave values that are not finite and training went back to the last good state.</param>
/// <param name="StoppedEarly">Whether patience ran out.</param>
public sealed record TrainingOutcome(
    byte[] Model, string Digest, IReadOnlyList<CurvePoint> Curve, int BestEpoch, CurvePoint Test, int Rollbacks, bool StoppedEarly);
