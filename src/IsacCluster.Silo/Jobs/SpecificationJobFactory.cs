using IsacCluster.Campaigns;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Silo.Jobs;

/// <summary>Builds the job of each kind from its specification.</summary>
/// <param name="outputRoot">Absolute folder that a relative output folder of a description lies in; default: the current folder.</param>
/// <param name="acceleratorStandIns">Whether the accelerator slots of this process are stand-ins: trainings that name a device run on
/// the cpu then.</param>
/// <param name="mayLackFiles">Whether jobs are built although files of algorithms are missing, as on a silo that coordinates.</param>
/// <param name="programMemory">Most bytes of memory that a program of a job may take in this process's slots; default: no limit.</param>
public sealed class SpecificationJobFactory(
    TimeProvider time, string? outputRoot = null, bool acceleratorStandIns = false, long? programMemory = null,
    bool mayLackFiles = false) : IJobFactory
{
    private readonly SpecificationReader _reader = new(mayLackFiles: mayLackFiles);
    private readonly string _outputRoot = outputRoot ?? Environment.CurrentDirectory;

    public JobSpecification Read(JobDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return _reader.Parse(description.SpecText, description.SpecPath);
    }

    public IReportableJob CreateReportable(JobDescription description)
    {
        JobSpecification specification = Read(description);
        var surroundings = new JobSurroundings(
            description.SpecPath, Path.GetFullPath(description.OutputFolder, _outputRoot), time, acceleratorStandIns ? "cpu" : null,
            programMemory);
        return JobKinds.Of(specification).CreateJob(specification, surroundings);
    }

    IJob IJobFactory.Create(JobDescription description) => CreateReportable(description);
}
