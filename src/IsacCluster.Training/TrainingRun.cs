using System.Runtime.CompilerServices;
using IsacCluster.Training.Native;
using IsacCluster.Training.Settings;
using IsacCluster.Training.Tensors;
using TorchSharp;

namespace IsacCluster.Training;

/// <summary>
/// Trains one network to the end, or continues from a checkpoint to the same final weights, bit for bit on one kind of device. One thread;
/// trainings on other threads do not disturb it.
/// </summary>
public static class TrainingRun
{
    /// <param name="checkpoints">Where state is kept; null: nowhere.</param>
    /// <param name="observe">Called after every epoch.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the store holds the last finished epoch.</exception>
    /// <exception cref="InvalidOperationException">There is no libtorch, the device does not exist here, or the loss stays not
    /// finite.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged or of another training, or the initial model does not
    /// fit.</exception>
    public static TrainingOutcome Run(
        TrainingSettings settings, ICheckpointStore? checkpoints, Action<TrainingProgress>? observe, TimeProvider time,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        Libtorch.Load();
        return Train(settings, checkpoints, observe, time, cancellation);
    }

    /// <summary>
    /// A method of its own, since the types of TorchSharp load their bindings as soon as a method that uses them is compiled.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TrainingOutcome Train(
        TrainingSettings settings, ICheckpointStore? checkpoints, Action<TrainingProgress>? observe, TimeProvider time,
        CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        using var session = new TrainingSession(settings, TorchDevice.Open(settings.Device));
        string identity = TrainingIdentity.Of(settings);
        if (checkpoints?.Load() is { } saved) session.Restore(TrainingState.FromBytes(saved, identity));
        long lastSaved = time.GetTimestamp(), started = lastSaved;
        int firstEpoch = session.Epoch;
        while (!session.Finished)
        {
            try
            {
                session.RunEpoch(cancellation);
            }
            catch (OperationCanceledException)
            {
                checkpoints?.Save(session.State().ToBytes(identity));
                throw;
            }

            double seconds = time.GetElapsedTime(started).TotalSeconds / (session.Epoch - firstEpoch);
            observe?.Invoke(
                new TrainingProgress(session.Epoch, settings.Epochs, session.LastTrainingLoss, session.LastValidation, seconds));
            if (checkpoints is null || time.GetElapsedTime(lastSaved).TotalSeconds < settings.CheckpointSeconds) continue;
            checkpoints.Save(session.State().ToBytes(identity));
            lastSaved = time.GetTimestamp();
        }

        return TrainedModel.Finish(settings, session);
    }
}
