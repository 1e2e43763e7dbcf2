using IsacCluster.Campaigns;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Solving;
using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Silo.Jobs;

/// <summary>Builds the job of each kind from its specification: the one place that knows all kinds.</summary>
/// <param name="outputRoot">Absolute folder that a relative output folder of a description lies in; default: the current folder.</param>
/// <param name="acceleratorStandIns">Whether the accelerator slots of this process are stand-ins: trainings that name a device run on
/// the cpu then.</param>
public sealed class SpecificationJobFactory(TimeProvider time, string? outputRoot = null, bool acceleratorStandIns = false) : IJobFactory
{
    private readonly SpecificationReader _reader = new(AlgorithmCatalog.Names);
    private readonly string _outputRoot = outputRoot ?? Environment.CurrentDirectory;

    public JobSpecification Read(JobDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return _reader.Parse(description.SpecText, description.SpecPath);
    }

    public IReportableJob CreateReportable(JobDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return Build(description with { OutputFolder = Path.GetFullPath(description.OutputFolder, _outputRoot) });
    }

    IJob IJobFactory.Create(JobDescription description) => CreateReportable(description);

    private IReportableJob Build(JobDescription description) => Read(description) switch
    {
        CampaignSpecification campaign => new CampaignJob(campaign, description.OutputFolder, time),
        DatasetSpecification dataset => Dataset(dataset, description),
        NoOpSpecification noop => new NoOpJob(noop),
        SolveSpecification solve => Solve(solve, description),
        TrainingSpecification training => Training(training, description),
        StudySpecification study => new StudyJob(study, description.OutputFolder, time, deviceHere: acceleratorStandIns ? "cpu" : null),
        var other => throw new SpecificationException($"{description.SpecPath}: jobs of kind '{other.Kind}' cannot run."),
    };

    private DatasetJob Dataset(DatasetSpecification dataset, JobDescription description) => new(
        new DatasetSettings(
            dataset.Name, dataset.Seed, dataset.Scenario, dataset.Samples, dataset.ShardSize ?? DatasetSettings.DefaultSamplesPerShard,
            dataset.OutputPath is { } path ? BesideSpecification(description, path) : description.OutputFolder),
        time);

    private SolveJob Solve(SolveSpecification solve, JobDescription description)
    {
        try
        {
            return new SolveJob(new SolveSettings(solve.Name, BesideSpecification(description, solve.Dataset), solve.Algorithms), time);
        }
        catch (SpecificationException error)
        {
            throw solve.DatasetAt.Error($"dataset: {error.Message}");
        }
    }

    private TrainingJob Training(TrainingSpecification training, JobDescription description)
    {
        InitialModel? initial = training.StartFrom is { } path ? InitialModel.Load(training, BesideSpecification(description, path)) : null;
        return new TrainingJob(training, initial, description.OutputFolder, time, deviceHere: acceleratorStandIns ? "cpu" : null);
    }

    private static string BesideSpecification(JobDescription description, string path) =>
        Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(description.SpecPath))!);
}
