using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;

namespace IsacCluster.Cluster.Lanes;

/// <summary>A lane on disk: what it belongs to and its ledger.</summary>
[GenerateSerializer, Alias("isac.lane-record")]
internal sealed class LaneRecord
{
    [Id(0)]
    public JobDescription? Description { get; set; }

    [Id(1)]
    public SubmitOptions Options { get; set; } = new();

    [Id(2)]
    public LaneState Ledger { get; set; } = LaneState.Empty;
}
