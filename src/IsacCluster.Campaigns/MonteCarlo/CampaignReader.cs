using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Campaigns.MonteCarlo.Published;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>Reads kind: campaign.</summary>
internal static class CampaignReader
{
    private const double DefaultConfidence = 0.95;
    private const long DefaultMinSamples = 200, LeastMinSamples = 2;

    /// <summary>rows: parquet.</summary>
    public const string Parquet = "parquet";

    private static readonly string[] Known =
    [
        "kind", "name", "seed", "scenario", "sweep", "algorithms", "metrics", "published", "common_samples", "samples", "shard_size",
        "stop", "rows",
    ];

    public static CampaignSpecification Read(SpecificationSource source)
    {
        FieldMapping root = FieldMapping.Of(source.Root, Known);
        string name = CommonFields.Name(root);
        ulong seed = CommonFields.Seed(root);
        ScenarioSource scenario = ScenarioReader.Read(root.Optional("scenario"), mayLackFiles: source.MayLackFiles);
        IReadOnlyList<SweepAxis> sweep = SweepReader.Read(root.Optional("sweep"), mayLackFiles: source.MayLackFiles);
        IReadOnlyList<SweepPoint> points = SweepReader.Points(scenario, sweep);
        IReadOnlyList<AlgorithmSpecification> algorithms = AlgorithmReader.Read(source, root, points);
        IReadOnlyList<DesignMetric> metrics = root.Optional("metrics") is Field asked ? ReadMetrics(asked) : DefaultMetrics(points);
        long samples = SampleFiles.Samples(root, points.Select(point => point.Scenario));
        return new CampaignSpecification
        {
            SourcePath = source.Path,
            Name = name,
            Seed = seed,
            Scenario = scenario.Scenario,
            Sweep = sweep,
            Points = points,
            Algorithms = algorithms,
            Metrics = metrics,
            Published = root.Optional("published") is Field published
                ? new PublishedReader(sweep, metrics, algorithms).Read(published) : [],
            CommonSamples = root.Optional("common_samples")?.Flag() ?? true,
            Samples = samples,
            ShardSize = CommonFields.ShardSize(root),
            Stop = root.Optional("stop") is Field stop ? ReadStop(stop, samples) : null,
            Rows = IsParquet(root.Optional("rows")) || (root.Optional("rows")?.Flag() ?? false),
            RowsAsParquet = IsParquet(root.Optional("rows")),
        };
    }

    /// <summary>Where designs optimise another criterion than the mean squared error, a campaign tells that one, too.</summary>
    private static IReadOnlyList<DesignMetric> DefaultMetrics(IReadOnlyList<SweepPoint> points) =>
        points.Any(point => point.Scenario.Criterion is not null) ? [new ObjectiveValue()] : [];

    private static bool IsParquet(Field? rows) => rows?.Node is ScalarNode { Text: Parquet };

    private static List<DesignMetric> ReadMetrics(Field field)
    {
        var read = new List<DesignMetric>();
        IReadOnlyList<string> names = DesignMetrics.Names;
        foreach (Field item in field.Items($"one or more of {string.Join(", ", names)}", names.Count))
        {
            DesignMetric metric = item.Node is MappingNode ? WithParameters(item, names) : DesignMetrics.Find(item.Choice(names))!;
            if (read.Any(other => other.Name == metric.Name))
                throw item.NotAllowed("distinct metrics; this one is listed already");
            read.Add(metric);
        }

        return read;
    }

    /// <summary>{outage_probability: {rate: 2}}.</summary>
    private static DesignMetric WithParameters(Field item, IReadOnlyList<string> names)
    {
        FieldMapping mapping = FieldMapping.Of(item, names);
        if (mapping.Given.Count != 1) throw item.NotAllowed($"one of {string.Join(", ", names)}, or a mapping of one to its parameters");
        (string name, Field value) = mapping.Given.First();
        DesignMetric metric = DesignMetrics.Find(name)!;
        if (metric.Parameters.Count == 0) throw value.NotAllowed($"the name {name} alone, which takes no parameters");
        FieldMapping given = FieldMapping.Of(value, [.. metric.Parameters.Select(parameter => parameter.Name)]);
        return metric.With(metric.Parameters.Where(parameter => given.Optional(parameter.Name) is not null).ToDictionary(
            parameter => parameter.Name,
            parameter => given.Optional(parameter.Name)!.Number(NumberRange.Closed(parameter.Low, parameter.High))));
    }

    private static StopSpecification ReadStop(Field field, long samples)
    {
        FieldMapping mapping = FieldMapping.Of(field, ["relative_half_width", "confidence", "min_samples"]);
        var width = NumberRange.Open(0, 1);
        double halfWidth = mapping.Required("relative_half_width", width.Description).Number(width);
        double confidence = mapping.Optional("confidence")?.Number(NumberRange.Open(0.5, 1)) ?? DefaultConfidence;
        if (samples < LeastMinSamples) throw field.NotAllowed($"samples of at least {LeastMinSamples} with it, not {samples}");
        long minimum = (long)(mapping.Optional("min_samples")?.WholeNumber(LeastMinSamples, samples, ", the number of samples")
            ?? Math.Min(DefaultMinSamples, samples));
        return new StopSpecification(halfWidth, confidence, minimum);
    }
}
