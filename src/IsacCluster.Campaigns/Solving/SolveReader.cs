using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Solving;

/// <summary>Reads kind: solve. With the one algorithm noop it takes a number of tasks instead of a dataset.</summary>
internal static class SolveReader
{
    private const string ExpectedDataset = "the path of a dataset folder";
    private static readonly string[] Known = ["kind", "name", "dataset", "algorithms"];

    private static readonly string[] KnownNoOp = ["kind", "name", "algorithms", "tasks"];

    public static JobSpecification Read(SpecificationSource source)
    {
        if (IsNoOp(source.Root)) return ReadNoOp(source);
        FieldMapping root = FieldMapping.Of(source.Root, Known);
        string name = CommonFields.Name(root);
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

    private static NoOpSpecification ReadNoOp(SpecificationSource source)
    {
        FieldMapping root = FieldMapping.Of(source.Root, KnownNoOp);
        return new NoOpSpecification
        {
            SourcePath = source.Path,
            Name = CommonFields.Name(root),
            Tasks = (long)root.Required("tasks", $"a whole number from 1 to {CommonFields.MostSamples}")
                .WholeNumber(1, CommonFields.MostSamples),
        };
    }

    private static bool IsNoOp(Field root) => root.Node is MappingNode mapping
        && mapping.Entries.FirstOrDefault(entry => entry.Key.Text == "algorithms")?.Value
            is SequenceNode { Items: [ScalarNode { Text: NoOpSpecification.Algorithm }] };
}
