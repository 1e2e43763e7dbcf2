using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Storage;

namespace IsacCluster.Cluster.Lanes;

/// <summary>A lane on disk: the run that it takes part in and its ledger. What the job is, its coordinator keeps once.</summary>
[GenerateSerializer, Alias("isac.lane-record")]
internal sealed class LaneRecord : IDamageable
{
    /// <summary>Of its state in the store.</summary>
    public const string Name = "lane";

    /// <summary>Of records from before the coordinator kept it.</summary>
    [Id(0)]
    public JobDescription? Description { get; set; }

    /// <summary>Of records from before the coordinator kept them.</summary>
    [Id(1)]
    public SubmitOptions? Options { get; set; }

    [Id(2)]
    public LaneState Ledger { get; set; } = LaneState.Empty;

    /// <summary>Number of the submission for which it was written; 0 in records from before they had numbers.</summary>
    [Id(4)]
    public long Run { get; set; }

    /// <inheritdoc />
    [field: NonSerialized]
    public string? Damage { get; set; }

    /// <summary>The silo that wrote it, in parsable form; null in records from before it was kept.</summary>
    [Id(3)]
    public string? Host { get; set; }
}
