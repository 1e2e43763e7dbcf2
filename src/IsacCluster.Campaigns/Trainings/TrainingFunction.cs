using IsacCluster.Training;
using IsacCluster.Training.Settings;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>Trains one network; <see cref="TrainingRun.Run"/>, and in tests something quicker.</summary>
/// <param name="checkpoints">Where state is kept; a run that finds state there continues from it to the same weights.</param>
/// <param name="observe">Called after every epoch.</param>
/// <exception cref="OperationCanceledException">Cancelled; the checkpoint holds the state.</exception>
public delegate TrainingOutcome TrainingFunction(
    TrainingSettings settings, ICheckpointStore? checkpoints, Action<TrainingProgress>? observe, TimeProvider time,
    CancellationToken cancellation);

/// <summary>Makes the saved state of one training that of another, as <see cref="TrainingCheckpoint.Adopted"/> does.</summary>
public delegate byte[] AdoptionFunction(byte[] state, TrainingSettings from, TrainingSettings to);
