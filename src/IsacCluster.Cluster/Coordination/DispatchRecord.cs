using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>The jobs of a cluster on disk; each job keeps its own record.</summary>
[GenerateSerializer, Alias("isac.dispatch-record")]
internal sealed class DispatchRecord
{
    /// <summary>In the order of submission.</summary>
    [Id(0)]
    public List<DispatchedJob> Running { get; set; } = [];

    /// <summary>Jobs that came to rest, the latest last; old ones are forgotten.</summary>
    [Id(1)]
    public List<DispatchedJob> Rested { get; set; } = [];

    [Id(2)]
    public long LastOrder { get; set; }
}

/// <summary>What dispatching needs to know of a job.</summary>
[GenerateSerializer, Immutable, Alias("isac.dispatched-job")]
internal sealed record DispatchedJob(
    [property: Id(0)] JobId Id,
    [property: Id(1)] long Order,
    [property: Id(2)] JobPhase Phase,
    [property: Id(3)] SlotKind Needs,
    [property: Id(4)] int Priority,
    [property: Id(5)] int? MaxSlots);
