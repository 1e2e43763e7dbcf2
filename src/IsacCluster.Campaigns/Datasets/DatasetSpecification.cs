using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>Generation of a dataset: samples of one scenario, written as HDF5 shards with a manifest.</summary>
public sealed record DatasetSpecification : JobSpecification
{
    public const string KindName = "dataset";

    public override string Kind => KindName;

    /// <summary>Key of every random draw.</summary>
    public required ulong Seed { get; init; }

    public required Scenario Scenario { get; init; }

    /// <summary>1..10^9.</summary>
    public required long Samples { get; init; }

    /// <summary>Samples per file, 1..10^6; null is auto.</summary>
    public int? ShardSize { get; init; }

    /// <summary>Folder of the dataset, relative to the specification's folder; null: the output folder itself.</summary>
    public string? OutputPath { get; init; }

    // Unlike a campaign's, a dataset's shard_size and path decide what is written where: with other values it is another job.
    protected override IEnumerable<KeyValuePair<string, object?>> IdentityFields() =>
    [
        new("path", OutputPath),
        new("scenario", ScenarioIdentity.Of(Scenario, [])),
        new("seed", Seed),
        new("shard_size", ShardSize),
    ];

    protected override IEnumerable<KeyValuePair<string, object?>> Extent() => [new("samples", Samples)];
}
