using IsacCluster.Campaigns.Specs.Yaml;

namespace IsacCluster.Campaigns.Specs;

/// <summary>Reads kind: solve.</summary>
internal static class SolveReader
{
    private const string ExpectedDataset = "the path of a dataset folder";
    private static readonly string[] Known = ["kind", "name", "dataset", "algorithms"];

    public static SolveSpecification Read(SpecificationSource source)
    {
        FieldMapping root = FieldMapping.Of(source.Root, Known);
        string name = SpecificationSource.Name(root);
        Field dataset = root.Required("dataset", ExpectedDataset);
        return new SolveSpecification
        {
            SourcePath = source.Path,
            Name = name,
            Dataset = dataset.Text(ExpectedDataset),
            DatasetAt = dataset.At,
            Algorithms = source.Baselines(root),
        };
    }
}
