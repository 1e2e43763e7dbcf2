using IsacCluster.Specifications;
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

    protected override IEnumerable<KeyValuePair<string, object?>> IdentityFields() =>
        [new("algorithms", Algorithms), new("dataset", Dataset)];

    protected override IEnumerable<KeyValuePair<string, object?>> Extent() => [];
}
