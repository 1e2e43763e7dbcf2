using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>A job on disk; its lanes keep their own records.</summary>
[GenerateSerializer, Alias("isac.job-record")]
internal sealed class JobRecord
{
    [Id(0)]
    public JobDescription? Description { get; set; }

    [Id(1)]
    public JobPhase Phase { get; set; }

    [Id(2)]
    public JobFailure? Failure { get; set; }

    /// <summary>Sessions of all runs, by session id.</summary>
    [Id(3)]
    public Dictionary<string, SessionTiming> Sessions { get; set; } = [];

    [Id(4)]
    public int LaneCount { get; set; }

    /// <summary>Of the last submission.</summary>
    [Id(5)]
    public SubmitOptions Options { get; set; } = new();

    [Id(6)]
    public SlotKind Needs { get; set; }
}
