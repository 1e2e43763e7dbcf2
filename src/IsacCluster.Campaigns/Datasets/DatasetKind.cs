using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>kind: dataset.</summary>
public sealed class DatasetKind : JobKind
{
    public override string Name => DatasetSpecification.KindName;

    public override string IndexName => "shard";

    public override string? ExtentField => "samples";

    public override JobSpecification Read(SpecificationSource source) => DatasetReader.Read(source);

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
