using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>kind: training.</summary>
public sealed class TrainingKind : JobKind
{
    public override string Name => TrainingSpecification.KindName;

    public override string IndexName => "model";

    public override JobSpecification Read(SpecificationSource source) => TrainingReader.Read(source);

    public override IReportableJob CreateJob(JobSpecification specification, JobSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var training = (TrainingSpecification)specification;
        InitialModel? initial = training.StartFrom is { } path ? InitialModel.Load(training, surroundings.Beside(path)) : null;
        return new TrainingJob(training, initial, surroundings.OutputFolder, surroundings.Time, deviceHere: surroundings.DeviceHere);
    }

    public override int? Epochs(JobSpecification specification) => ((TrainingSpecification)specification).Settings.Epochs;
}
