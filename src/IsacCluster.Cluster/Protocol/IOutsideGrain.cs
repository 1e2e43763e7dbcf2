using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cluster.Protocol;

/// <summary>
/// The agent of workers outside of the cluster, one for each job that has them; the key is its <see cref="JobId"/>. It takes leases of
/// the job's lane as the agent of a silo does, and keeps durably who has which task. Every call may be repeated.
/// </summary>
[Alias("isac.outside")]
public interface IOutsideGrain : IGrainWithStringKey
{
    /// <summary>A task for a worker; after a while the answer that there is none now.</summary>
    [Alias("ask")]
    Task<OutsideAnswer> Ask(OutsideAsk ask);

    /// <summary>What a worker says of its task; returns after what came of it is durable.</summary>
    [Alias("say")]
    Task<OutsideAnswer> Say(OutsideWord word);

    /// <summary>Tasks that have begun and not ended, by index.</summary>
    [Alias("tasks")]
    Task<IReadOnlyList<OutsideListing>> GetTasks();

    /// <summary>For the coordinator: the job is deleted.</summary>
    [Alias("forget")]
    Task Forget();
}
