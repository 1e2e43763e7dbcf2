using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>Reads kind: study.</summary>
internal static class StudyReader
{
    private const int MostTrials = 1_000_000, MostParallel = 1024, MostSeeds = 100, MostRetries = 100;

    private static readonly string[] Known =
    [
        "kind", "name", "seed", "space", "constraints", "objective", "direction", "directions", "sampler", "pruner", "trials",
        "parallel", "mode", "seeds", "retries", "max_failures", "prior",
    ];

    public static StudySpecification Read(SpecificationSource source)
    {
        FieldMapping root = FieldMapping.Of(source.Root, Known);
        string name = CommonFields.Name(root);
        ulong seed = CommonFields.Seed(root);
        ObjectiveSpecification objective = ObjectiveReader.Read(source, root, name, seed);
        IReadOnlyList<Parameter> own = objective is SyntheticSpecification synthetic ? synthetic.Function.Space.Parameters : [];
        ParameterSpace space = SpaceReader.Read(root, own);
        objective = ObjectiveReader.Fit(objective, root, space);
        Direction[] directions = Directions(root, objective.Metrics);
        var study = new StudySpecification
        {
            SourcePath = source.Path,
            Name = name,
            Seed = seed,
            Space = space,
            Objective = objective,
            Directions = directions,
            Sampler = ComponentReader.Sampler(root.Optional("sampler"), directions.Length),
            Pruner = ComponentReader.Pruner(root.Optional("pruner"), objective.Steps, directions.Length),
            Trials = (long)root.Required("trials", $"a whole number from 1 to {MostTrials}").WholeNumber(1, MostTrials),
            Parallel = Whole(root, "parallel", 1, MostParallel, 1),
            Mode = root.Optional("mode") is Field mode ? EnumNames<StudyMode>.Read(mode) : StudyMode.Deterministic,
            Seeds = Whole(root, "seeds", 1, MostSeeds, 1),
            Retries = Whole(root, "retries", 0, MostRetries, 2),
            MaxFailures = (long?)root.Optional("max_failures")?.WholeNumber(0, MostTrials),
            Prior = root.Optional("prior") is Field prior ? PriorReader.Read(source, prior, space, directions.Length) : null,
        };
        CheckGrid(root, study);
        if (study.Mode == StudyMode.Deterministic && objective.Metrics.Contains(TrainingMetrics.InferenceTime))
        {
            throw root.Optional("objective")!.Error(
                $"{TrainingMetrics.InferenceTime} is not allowed; expected mode throughput with it, "
                + "as no two runs measure the same time.");
        }

        return study;
    }

    private static Direction[] Directions(FieldMapping root, IReadOnlyList<string> metrics)
    {
        if (root.Optional("directions") is not Field list)
        {
            if (metrics.Count > 1) root.Required("directions", $"a list of {metrics.Count} of minimize, maximize, one for each metric");
            return [root.Optional("direction") is Field one ? EnumNames<Direction>.Read(one) : Direction.Minimize];
        }

        if (root.Optional("direction") is Field both) throw both.NotAllowed("only one of direction and directions");
        string expected = $"a list of {metrics.Count} of minimize, maximize, one for each metric";
        Direction[] read = [.. list.Items(expected, metrics.Count).Select(EnumNames<Direction>.Read)];
        return read.Length == metrics.Count ? read : throw list.Error($"a list of {read.Length} is not allowed; expected {expected}.");
    }

    /// <summary>A grid is built when its size is asked for.</summary>
    private static void CheckGrid(FieldMapping root, StudySpecification study)
    {
        try
        {
            _ = study.RunnableTrials;
        }
        catch (SearchSpaceException mistake)
        {
            throw SpaceReader.Error(root.Optional("sampler") ?? root.Required("space", "a space"), mistake);
        }
    }

    private static int Whole(FieldMapping root, string name, int least, int most, int preset) =>
        (int?)root.Optional(name)?.WholeNumber(least, most) ?? preset;
}
