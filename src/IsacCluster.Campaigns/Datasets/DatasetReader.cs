using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>Reads kind: dataset.</summary>
internal static class DatasetReader
{
    private static readonly string[] Known = ["kind", "name", "seed", "scenario", "samples", "shard_size", "path"];

    public static DatasetSpecification Read(SpecificationSource source)
    {
        FieldMapping root = FieldMapping.Of(source.Root, Known);
        string name = CommonFields.Name(root);
        ulong seed = CommonFields.Seed(root);
        ScenarioSource scenario = ScenarioReader.Read(root.Optional("scenario"));
        scenario.CheckTogether(scenario.Scenario, new Dictionary<string, Field>());
        if (!scenario.Scenario.HasPerfectCsi())
            throw scenario.Given["csi"].NotAllowed("perfect in a dataset, which holds the channels themselves");
        return new DatasetSpecification
        {
            SourcePath = source.Path,
            Name = name,
            Seed = seed,
            Scenario = scenario.Scenario,
            Samples = SampleFiles.Samples(root, [scenario.Scenario]),
            ShardSize = CommonFields.ShardSize(root),
            OutputPath = root.Optional("path")?.Text("the path of a folder"),
        };
    }
}
