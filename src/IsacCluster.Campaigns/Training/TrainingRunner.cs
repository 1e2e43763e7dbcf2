using IsacCluster.Campaigns.Jobs;
using IsacCluster.Campaigns.Specs;
using IsacCluster.Campaigns.Storage;
using IsacCluster.Learning.Training;

namespace IsacCluster.Campaigns.Training;

/// <summary>
/// Trains the network of a lane and writes its model file. The checkpoint is a cache of the task's own progress: a task that is
/// repeated after a crash continues from it and returns the same bytes.
/// </summary>
internal sealed class TrainingRunner(TrainingJob job, TrainingFunction train, TimeProvider time) : ITaskRunner
{
    private readonly StageClock _clock = new(time);

    public TaskOutput Run(TaskRange range, CancellationToken cancellation)
    {
        _clock.Reset();
        var results = new TrainedModels();
        long epochs = 0;
        for (long index = range.First; index < range.End; index++) results.Add(index, Train(range.Lane, ref epochs, cancellation));
        var stages = new SortedDictionary<string, StageTime>(_clock.Snapshot().ToDictionary(), StringComparer.Ordinal);
        // The clock has seen one call; what a reader wants is the time of an epoch, its share of validations included.
        if (epochs > 0) stages[TrainStage] = new StageTime(epochs, stages[TrainStage].TotalSeconds);
        return new TaskOutput(results, stages);
    }

    public void Dispose() { }

    private const string TrainStage = "train-epoch", PersistStage = "persist";

    private TrainedModel Train(int lane, ref long epochs, CancellationToken cancellation)
    {
        CampaignPoint point = job.Specification.Points[lane];
        Directory.CreateDirectory(job.Folder.Checkpoints);
        Directory.CreateDirectory(job.Folder.Progress);
        string progressPath = job.Folder.ProgressFile(point);
        var progress = new ProgressFile(progressPath, time);
        TrainingOutcome outcome;
        long observed = 0;
        try
        {
            using (_clock.Measure(TrainStage))
            {
                outcome = train(job.SettingsOf(lane), new CheckpointFile(job.Folder.CheckpointFile(point)), Observe, time, cancellation);
            }
        }
        finally
        {
            ProgressFile.Remove(progressPath);
        }

        epochs += observed;
        using (_clock.Measure(PersistStage))
        {
            WrittenFile file = AtomicFile.Write(job.Folder.ModelFile(point), outcome.Model);
            return new TrainedModel(
                file.Sha256, file.Bytes, outcome.Curve, outcome.BestEpoch, outcome.Test, outcome.Rollbacks, outcome.StoppedEarly);
        }

        void Observe(TrainingProgress state)
        {
            observed++;
            progress.Report(state);
        }
    }
}
