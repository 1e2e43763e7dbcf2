using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Storage;

namespace IsacCluster.Cluster.Lanes;

/// <summary>A lane on disk: what it belongs to and its ledger.</summary>
[GenerateSerializer, Alias("isac.lane-record")]
internal sealed class LaneRecord : IDamageable
{
    /// <summary>Of its state in the store.</summary>
    public const string Name = "lane";

    [Id(0)]
    public JobDescription? Description { get; set; }

    [Id(1)]
    public SubmitOptions Options { get; set; } = new();

    [Id(2)]
    public LaneState Ledger { get; set; } = LaneState.Empty;

    /// <inheritdoc />
    [field: NonSerialized]
    public string? Damage { get; set; }

    /// <summary>The silo that wrote it, in parsable form; null in records from before it was kept.</summary>
    [Id(3)]
    public string? Host { get; set; }
}
