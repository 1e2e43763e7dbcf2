using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Agents;

/// <summary>One finished attempt: a result, or an error, or neither where the lease is handed back.</summary>
internal sealed record Attempt(int Lane, LeasedTask Task, ILaneResult? Result, StageTotal[] Stages, string? Error, TimeSpan Elapsed)
{
    /// <summary>Of a suspect: ends when what became of it is durable.</summary>
    public Quarantine.Turn? Turn { get; init; }

    public bool IsHandedBack => Result is null && Error is null;

    public TimeSpan StageTime => TimeSpan.FromSeconds(Stages.Sum(stage => stage.Seconds));

    public TaskReport ToReport() => new(Task.LeaseId, Task.Range, Result?.ToBytes(), Stages, Error);
}
