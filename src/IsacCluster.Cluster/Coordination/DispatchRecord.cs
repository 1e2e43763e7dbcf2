using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>
/// The jobs of a cluster on disk; each job keeps its own record, so that no job is lost with this one. Where it is damaged it is begun
/// anew.
/// </summary>
[GenerateSerializer, Alias("isac.dispatch-record")]
internal sealed class DispatchRecord : IDamageable
{
    /// <summary>Of its state in the store.</summary>
    public const string Name = "dispatch";

    /// <summary>In the order of submission.</summary>
    [Id(0)]
    public List<DispatchedJob> Running { get; set; } = [];

    /// <summary>Jobs that came to rest, the latest last; old ones are forgotten.</summary>
    [Id(1)]
    public List<DispatchedJob> Rested { get; set; } = [];

    [Id(2)]
    public long LastOrder { get; set; }

    /// <summary>Silos that give slots, and those that did lately.</summary>
    [Id(3)]
    public List<KnownSilo> Silos { get; set; } = [];

    /// <summary>What happened, the latest last; old ones are forgotten.</summary>
    [Id(4)]
    public List<ClusterEvent> Events { get; set; } = [];

    [Id(5)]
    public long LastEvent { get; set; }

    /// <inheritdoc />
    [field: NonSerialized]
    public string? Damage { get; set; }
}

/// <summary>What dispatching needs to know of a job.</summary>
/// <param name="Rested">When it came to rest; null while it runs, and of one that rested before this was kept.</param>
[GenerateSerializer, Immutable, Alias("isac.dispatched-job")]
internal sealed record DispatchedJob(
    [property: Id(0)] JobId Id,
    [property: Id(1)] long Order,
    [property: Id(2)] JobPhase Phase,
    [property: Id(3)] SlotKind Needs,
    [property: Id(4)] int Priority,
    [property: Id(5)] int? MaxSlots,
    [property: Id(6)] DateTimeOffset? Rested = null);
