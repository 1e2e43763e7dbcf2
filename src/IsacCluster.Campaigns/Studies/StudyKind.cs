using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Studies;

/// <summary>kind: study.</summary>
public sealed class StudyKind : JobKind
{
    public override string Name => StudySpecification.KindName;

    public override string LaneName => "study";

    public override string IndexName => "trial";

    public override string? ExtentField => "trials";

    protected override string NoReplay => ": a trial follows from those before it (its parameters and values are in study.json)";

    public override JobSpecification Read(SpecificationSource source) => StudyReader.Read(source);

    /// <summary>
    /// Of a test function its first trial; of a training the training that the study varies, to its last epoch, once a seed. A program is
    /// not run to be timed.
    /// </summary>
    public override double? SecondsPerIndex(
        JobSpecification specification, IReportableJob job, TimeProvider time, CancellationToken cancellation)
    {
        var study = (StudySpecification)specification;
        switch (study.Objective)
        {
            case TrainingObjectiveSpecification training:
                return TrainingTiming.SecondsPerTraining(
                    training.Base.SettingsOf(training.Base.Points[0]), time, cancellation) * study.Seeds;
            case SyntheticSpecification:
                var trial = new TaskRange(0, 0, 1) { Argument = ((StudyJob)job).CreateSequencer(0).ArgumentOf(0) };
                using (ITaskRunner runner = job.CreateRunner())
                    return TaskTiming.SecondsPerCall(_ => runner.Run(trial, cancellation), 1, time);
            default:
                return null;
        }
    }

    public override IReportableJob CreateJob(JobSpecification specification, JobSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return new StudyJob(
            (StudySpecification)specification, surroundings.OutputFolder, surroundings.Time, deviceHere: surroundings.DeviceHere,
            programMemory: surroundings.ProgramMemory);
    }
}
