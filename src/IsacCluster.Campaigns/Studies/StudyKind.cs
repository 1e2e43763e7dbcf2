using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Studies;

/// <summary>kind: study.</summary>
public sealed class StudyKind : JobKind
{
    public override string Name => StudySpecification.KindName;

    public override string IndexName => "trial";

    public override string? ExtentField => "trials";

    public override JobSpecification Read(SpecificationSource source) => StudyReader.Read(source);

    public override IReportableJob CreateJob(JobSpecification specification, JobSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return new StudyJob(
            (StudySpecification)specification, surroundings.OutputFolder, surroundings.Time, deviceHere: surroundings.DeviceHere);
    }
}
