using IsacCluster.Campaigns.Specs.Fields;
using IsacCluster.Campaigns.Specs.Yaml;

namespace IsacCluster.Campaigns.Specs;

/// <summary>Reads kind: dataset.</summary>
internal static class DatasetReader
{
    private static readonly string[] Known = ["kind", "name", "seed", "scenario", "samples", "shard_size", "path"];

    public static DatasetSpecification Read(SpecificationSource source)
    {
        FieldMapping root = FieldMapping.Of(source.Root, Known);
        string name = SpecificationSource.Name(root);
        ulong seed = SpecificationSource.Seed(root);
        ScenarioSource scenario = ScenarioReader.Read(root.Optional("scenario"));
        scenario.CheckTogether(scenario.Scenario, new Dictionary<string, Field>());
        return new DatasetSpecification
        {
            SourcePath = source.Path,
            Name = name,
            Seed = seed,
            Scenario = scenario.Scenario,
            Samples = SpecificationSource.Samples(root),
            ShardSize = SpecificationSource.ShardSize(root),
            OutputPath = root.Optional("path")?.Text("the path of a folder"),
        };
    }
}
