using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Trainings;

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
        var training = default(StageTime);
        for (long index = range.First; index < range.End; index++) results.Add(index, Train(range.Lane, ref training, cancellation));
        // Not by the clock, whose span would last as long as the training: the epochs have spans of their own.
        var stages = new SortedDictionary<string, StageTime>(_clock.Snapshot().ToDictionary(), StringComparer.Ordinal);
        if (training.Calls > 0) stages[TrainStage] = training;
        return new TaskOutput(results, stages);
    }

    public void Dispose() { }

    private const string TrainStage = "train-epoch", PersistStage = "persist";

    private TrainedModel Train(int lane, ref StageTime training, CancellationToken cancellation)
    {
        SweepPoint point = job.Specification.Points[lane];
        Directory.CreateDirectory(job.Folder.Checkpoints);
        Directory.CreateDirectory(job.Folder.Progress);
        string progressPath = job.Folder.ProgressFile(point);
        var progress = new ProgressFile(progressPath, time);
        TrainingOutcome outcome;
        long observed = 0, started = time.GetTimestamp();
        try
        {
            outcome = train(job.SettingsOf(lane), new CheckpointFile(job.Folder.CheckpointFile(point)), Observe, time, cancellation);
        }
        finally
        {
            ProgressFile.Remove(progressPath);
        }

        training += new StageTime(observed, time.GetElapsedTime(started).TotalSeconds);
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
