using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Samples;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Solving;

/// <summary>
/// Reads kind: solve. The dataset is one of this project, or a file of channels, {file: {path, dataset}} or a path that ends as such files
/// do, with which a scenario, a seed and a number of samples may stand. With the one algorithm noop it takes a number of tasks instead.
/// </summary>
internal static class SolveReader
{
    private const string ExpectedDataset = "the path of a dataset folder, or a file of channels, {file: {path: FILE, dataset: NAME}}";
    private const string ScenarioName = "scenario", Seed = "seed", SamplesName = "samples", File = SampleFileKind.Name;
    private static readonly string[] Known = ["kind", "name", "dataset", "algorithms", ScenarioName, Seed, SamplesName];
    private static readonly string[] Endings = [".npy", ".npz", ".mat", ".h5", ".hdf5"];

    private static readonly string[] KnownNoOp = ["kind", "name", "algorithms", "tasks"];

    public static JobSpecification Read(SpecificationSource source)
    {
        if (IsNoOp(source.Root)) return ReadNoOp(source);
        FieldMapping root = FieldMapping.Of(source.Root, Known);
        string name = CommonFields.Name(root);
        Field dataset = root.Required("dataset", ExpectedDataset);
        SolveFile? file = FileOf(dataset) is { } named ? ReadFile(root, dataset, named) : null;
        if (file is null && Known[4..].Select(root.Optional).FirstOrDefault(field => field is not null) is { } odd)
            throw odd.NotAllowed("no such field: a dataset has its own; it goes with a file of channels");
        IReadOnlyList<string> algorithms = source.Baselines(root);
        if (file is not null)
        {
            foreach (Field item in SpecificationSource.AlgorithmItems(root, algorithms))
                AlgorithmReader.CheckCriterion(
                    item, source.Algorithms.First(entry => entry.Name == item.Choice(algorithms)), [(file.Scenario, "")]);
        }

        return new SolveSpecification
        {
            SourcePath = source.Path,
            Name = name,
            Dataset = file is null ? dataset.Text(ExpectedDataset) : ((FileChannel)file.Scenario.Channel).File().Path,
            File = file,
            DatasetAt = dataset.At,
            Algorithms = algorithms,
        };
    }

    /// <summary>The value of file; null: the dataset is one of this project.</summary>
    private static Field? FileOf(Field dataset) => dataset.Node switch
    {
        MappingNode => FieldMapping.Of(dataset, [File]).Required(File, "a file of channels"),
        ScalarNode { Text: var text } when Endings.Any(text.ToLowerInvariant().EndsWith) => dataset,
        _ => null,
    };

    private static SolveFile ReadFile(FieldMapping root, Field dataset, Field file)
    {
        ScenarioSource source = ScenarioReader.Read(root.Optional(ScenarioName)).WithChannels(dataset, file);
        source.CheckTogether(source.Scenario, new Dictionary<string, Field>());
        long samples = root.Optional(SamplesName) is null
            ? Math.Min(source.Scenario.MostSamples()!.Value, CommonFields.MostSamples)
            : SampleFiles.Samples(root, [source.Scenario]);
        return new SolveFile(source.Scenario, CommonFields.Seed(root), samples);
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
