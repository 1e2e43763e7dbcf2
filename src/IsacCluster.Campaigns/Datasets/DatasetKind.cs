using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>kind: dataset.</summary>
public sealed class DatasetKind : JobKind
{
    private const int TimedSamples = 200;

    public override string Name => DatasetSpecification.KindName;

    public override string LaneName => "dataset";

    public override string IndexName => "shard";

    public override string? ExtentField => "samples";

    public override JobSpecification Read(SpecificationSource source) => DatasetReader.Read(source);

    /// <summary>A shard takes what the generation of its samples takes; writing it is little beside that.</summary>
    public override double? SecondsPerIndex(
        JobSpecification specification, IReportableJob job, TimeProvider time, CancellationToken cancellation)
    {
        var dataset = (DatasetSpecification)specification;
        var generator = new SampleGenerator(dataset.Scenario, dataset.Seed);
        double seconds = TaskTiming.SecondsPerCall(
            sample =>
            {
                cancellation.ThrowIfCancellationRequested();
                generator.Generate(sample);
            },
            (int)Math.Min(TimedSamples, dataset.Samples), time);
        return seconds * dataset.Samples / ((DatasetJob)job).Settings.Plan.Shards;
    }

    public override ReplayReport Replay(JobSpecification specification, string point, long sample, TimeProvider time) =>
        DatasetReplay.Of((DatasetSpecification)specification, point, sample);

    public override IReportableJob CreateJob(JobSpecification specification, JobSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var dataset = (DatasetSpecification)specification;
        string folder = dataset.OutputPath is { } path ? surroundings.Beside(path) : surroundings.OutputFolder;
        int shard = dataset.ShardSize ?? DatasetSettings.DefaultSamplesPerShard;
        return new DatasetJob(
            new DatasetSettings(dataset.Name, dataset.Seed, dataset.Scenario, dataset.Samples, shard, folder), surroundings.Time);
    }
}
