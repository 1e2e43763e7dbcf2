namespace IsacCluster.Cluster.Jobs;

/// <summary>One job of a data folder or a cluster, for listings.</summary>
/// <param name="Kind">campaign, dataset, solve, training or study; null where the job's record is damaged.</param>
/// <param name="Accepted">Accepted indices; null where an earlier version did not count them, as are <paramref name="Wanted"/>,
/// <paramref name="Bytes"/> and the times.</param>
/// <param name="Wanted">Indices wanted so far.</param>
/// <param name="Started">When it was first submitted.</param>
/// <param name="RunStarted">When its present or last run began.</param>
/// <param name="Finished">When it came to rest; null while it has not.</param>
/// <param name="Bytes">Size of its accepted results in the data folder or store.</param>
/// <param name="Interrupted">Whether it counts as running although nobody runs it: its process ended without a word.</param>
/// <param name="Damage">What is wrong with a record of it, in <see cref="JobPhase.Damaged"/>; else null.</param>
[GenerateSerializer, Immutable, Alias("isac.job-summary")]
public sealed record JobSummary(
    [property: Id(0)] JobId Id,
    [property: Id(1)] string? Kind,
    [property: Id(2)] JobPhase Phase,
    [property: Id(3)] long? Accepted,
    [property: Id(4)] long? Wanted,
    [property: Id(5)] DateTimeOffset? Started,
    [property: Id(6)] DateTimeOffset? RunStarted,
    [property: Id(7)] DateTimeOffset? Finished,
    [property: Id(8)] long? Bytes,
    [property: Id(9)] bool Interrupted = false,
    [property: Id(10)] string? Damage = null)
{
    /// <summary>A job of which only the id can be told.</summary>
    public static JobSummary Unreadable(JobId id, string damage) =>
        new(id, null, JobPhase.Damaged, null, null, null, null, null, null, Damage: damage);
}
