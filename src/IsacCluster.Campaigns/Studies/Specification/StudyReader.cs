using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Search.Sampling;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>Reads kind: study.</summary>
internal static class StudyReader
{
    public static StudySpecification Read(SpecificationSource source)
    {
        FieldMapping root = FieldMapping.Of(source.Root, [.. StudyFields.Common, .. StudyFields.Table.Names]);
        string name = CommonFields.Name(root);
        ulong seed = CommonFields.Seed(root);
        ObjectiveSpecification objective = ObjectiveReader.Read(source, root, name, seed);
        IReadOnlyList<Parameter> own = objective is SyntheticSpecification synthetic ? synthetic.Function.Space.Parameters : [];
        ParameterSpace space = SpaceReader.Read(root, own, objective.Measurable, out IReadOnlyList<Constraint> outcomes);
        objective = ObjectiveReader.Fit(objective with { Constraints = outcomes }, root, space);
        Direction[] directions = Directions(root, objective.Metrics);
        StudyFields.RequireTrials(root);
        SearchComponent<ISampler> sampler = ComponentReader.Sampler(root.Optional("sampler"), directions.Length);
        StudySpecification study = StudyFields.Table.Read(root, new StudySpecification
        {
            SourcePath = source.Path,
            Name = name,
            Seed = seed,
            Space = space,
            Objective = objective,
            Directions = directions,
            Sampler = sampler,
            Pruner = ComponentReader.Pruner(root.Optional("pruner"), objective.Steps, directions.Length),
            Enqueued = EnqueueReader.Read(root.Optional("enqueue"), space, sampler.Name),
            Reference = Reference(root.Optional("hypervolume_reference"), directions.Length),
            Reuse = root.Optional("reuse")?.Flag() ?? false,
            Resources = ResourceRule.Read(root.Optional(ResourceRule.FieldName), objective),
            Keep = KeepRule.Read(root.Optional(KeepRule.FieldName), objective),
            Stop = StopRule.Read(root.Optional(StopRule.FieldName), directions.Length),
            Prior = root.Optional("prior") is Field prior ? PriorReader.Read(source, prior, space, objective) : null,
        });
        CheckGrid(root, study);
        if (study.Seeds > 1 && objective is ExternalSpecification)
            throw root.Optional("seeds")!.NotAllowed($"1 with {ObjectiveFields.External}: a worker tells the mean of its own seeds");
        PartRules.Check(root, study);
        if (study.Reuse && study.Seeds > 1) throw root.Optional("reuse")!.NotAllowed("false with several seeds");
        if (study.Mode == StudyMode.Deterministic && objective.Columns.Contains(TrainingMetrics.InferenceTime))
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

    private static double[]? Reference(Field? field, int objectives)
    {
        if (field is null) return null;
        if (objectives == 1) throw field.NotAllowed("none with one metric");
        string expected = $"a list of {objectives} numbers, one for each metric";
        double[] read = [.. field.Items(expected, objectives).Select(item => item.Number(NumberRange.Closed(-1e300, 1e300)))];
        return read.Length == objectives ? read : throw field.Error($"a list of {read.Length} is not allowed; expected {expected}.");
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
}
