using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Solving;

/// <summary>A solve job whose one algorithm does nothing: it needs no dataset and writes no file, to measure a cluster.</summary>
public sealed record NoOpSpecification : JobSpecification
{
    /// <summary>Name of the algorithm.</summary>
    public const string Algorithm = "noop";

    public override string Kind => SolveSpecification.KindName;

    /// <summary>Tasks of one index.</summary>
    public required long Tasks { get; init; }

    protected override IEnumerable<KeyValuePair<string, object?>> IdentityFields() => [new("algorithms", new[] { Algorithm })];

    protected override IEnumerable<KeyValuePair<string, object?>> Extent() => [new("tasks", Tasks)];
}
