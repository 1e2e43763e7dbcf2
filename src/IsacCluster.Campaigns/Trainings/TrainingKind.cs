using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>kind: training.</summary>
public sealed class TrainingKind : JobKind
{
    public override string Name => TrainingSpecification.KindName;

    public override string LaneName => "point";

    public override string IndexName => "model";

    protected override string NoReplay => " (a training of another name, or in another folder, gives the same model again)";

    public override JobSpecification Read(SpecificationSource source) => TrainingReader.Read(source);

    public override IReportableJob CreateJob(JobSpecification specification, JobSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var training = (TrainingSpecification)specification;
        InitialModel? initial = training.StartFrom is { } path ? InitialModel.Load(training, surroundings.Beside(path)) : null;
        return new TrainingJob(training, initial, surroundings.OutputFolder, surroundings.Time, deviceHere: surroundings.DeviceHere);
    }

    /// <summary>Of the first point, to its last epoch.</summary>
    public override double? SecondsPerIndex(
        JobSpecification specification, IReportableJob job, TimeProvider time, CancellationToken cancellation) =>
        TrainingTiming.SecondsPerTraining(((TrainingJob)job).SettingsOf(0), time, cancellation);

    public override int? Epochs(JobSpecification specification) => ((TrainingSpecification)specification).Settings.Epochs;
}
