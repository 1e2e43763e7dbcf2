using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Solving;

/// <summary>Solves every sample of a dataset and writes the designs beside it.</summary>
public sealed record SolveSpecification : JobSpecification
{
    public const string KindName = "solve";

    public override string Kind => KindName;

    /// <summary>The dataset as written, relative to the specification's folder. The reader does not look whether it exists.</summary>
    public required string Dataset { get; init; }

    /// <summary>Where the dataset is named, for the message of whoever opens it: <c>DatasetAt.Error("dataset: ...")</c>.</summary>
    public required SourcePosition DatasetAt { get; init; }

    /// <summary>Distinct names in file order.</summary>
    public required IReadOnlyList<string> Algorithms { get; init; }

    /// <summary>Null: the dataset is one of this project.</summary>
    public SolveFile? File { get; init; }

    protected override IEnumerable<KeyValuePair<string, object?>> IdentityFields() =>
        [new("algorithms", Algorithms), new("dataset", (object?)File?.ToCanonical() ?? Dataset)];

    protected override IEnumerable<KeyValuePair<string, object?>> Extent() => [];
}

/// <summary>A file of channels in the place of a dataset.</summary>
/// <param name="Scenario">With the channels of the file.</param>
/// <param name="Seed">Of targets that are drawn.</param>
/// <param name="Samples">The first rows, so many.</param>
public sealed record SolveFile(Scenario Scenario, ulong Seed, long Samples)
{
    internal Dictionary<string, object?> ToCanonical() => new()
    {
        ["samples"] = Samples,
        ["scenario"] = ScenarioIdentity.Of(Scenario, []),
        ["seed"] = Seed,
    };
}
