using IsacCluster.Cluster.Storage;

namespace IsacCluster.Cluster.Coordination;

/// <summary>Jobs that came to rest long ago, on disk.</summary>
[GenerateSerializer, Alias("isac.rested-page")]
internal sealed class RestedPage : IDamageable
{
    /// <summary>Grows from page to page.</summary>
    [Id(0)]
    public long Number { get; set; }

    /// <summary>In the order in which they came to rest.</summary>
    [Id(1)]
    public List<DispatchedJob> Jobs { get; set; } = [];

    /// <inheritdoc />
    [field: NonSerialized]
    public string? Damage { get; set; }

    /// <summary>Whether it has changed since it was last taken to disk.</summary>
    [field: NonSerialized]
    public bool IsUnsaved { get; set; }
}
