namespace IsacCluster.Learning.Training;

/// <summary>
/// Trains one network to the end, or continues from a checkpoint to the same final weights, bit for bit. One thread.
/// </summary>
public static class TrainingRun
{
    /// <param name="checkpointPath">Where state is kept, written atomically and removed at the end; null: nowhere.</param>
    /// <param name="observe">Called after every epoch.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the checkpoint holds the last finished epoch.</exception>
    /// <exception cref="InvalidOperationException">The device does not exist here, or the loss stays not finite.</exception>
    public static TrainingOutcome Run(
        TrainingSettings settings, string? checkpointPath, Action<TrainingProgress>? observe, TimeProvider time, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
