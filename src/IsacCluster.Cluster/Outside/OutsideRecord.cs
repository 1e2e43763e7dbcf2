using IsacCluster.Cluster.Storage;

namespace IsacCluster.Cluster.Outside;

/// <summary>What is kept on disk of the tasks that workers outside have.</summary>
[GenerateSerializer, Alias("isac.outside-record")]
internal sealed class OutsideRecord : IDamageable
{
    /// <summary>Of its state in the store.</summary>
    public const string Name = "outside";

    /// <summary>That have begun and not ended.</summary>
    [Id(0)]
    public List<HeldTask> Tasks { get; set; } = [];

    /// <summary>That ended last, the first first: a worker whose answer was lost asks again.</summary>
    [Id(1)]
    public List<EndedTask> Ended { get; set; } = [];

    /// <inheritdoc />
    [field: NonSerialized]
    public string? Damage { get; set; }
}

/// <summary>A task that has begun and not ended.</summary>
/// <param name="State">As its job wrote it.</param>
/// <param name="Lease">Of the worker that has it; null: it waits for another one.</param>
/// <param name="Request">With which that worker asked for it.</param>
/// <param name="Since">When it was given to that worker.</param>
[GenerateSerializer, Immutable, Alias("isac.held-task")]
internal sealed record HeldTask(
    [property: Id(0)] long Index, [property: Id(1)] byte[] Argument, [property: Id(2)] byte[] State, [property: Id(3)] string? Lease,
    [property: Id(4)] string Worker, [property: Id(5)] string Request, [property: Id(6)] DateTimeOffset Since);

/// <summary>A task that has ended.</summary>
/// <param name="Lease">Of the worker that ended it.</param>
/// <param name="Word">Hash of what it said last.</param>
/// <param name="Answer">What it was answered.</param>
[GenerateSerializer, Immutable, Alias("isac.ended-task")]
internal sealed record EndedTask(
    [property: Id(0)] long Index, [property: Id(1)] string Lease, [property: Id(2)] string Word, [property: Id(3)] string Answer);
