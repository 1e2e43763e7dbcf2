using IsacCluster.Cluster.Protocol;

namespace IsacCluster.Cluster.Agents;

/// <summary>A leased task on its way to a slot.</summary>
/// <param name="Turn">Of a suspect: its turn to run while nothing else starts.</param>
internal readonly record struct SlotTask(int Lane, LeasedTask Leased, Quarantine.Turn? Turn = null);

/// <summary>One attempt on a slot.</summary>
internal sealed class SlotRun(SlotTask task, long started)
{
    public SlotTask Task { get; } = task;

    public long Started { get; } = started;

    /// <summary>When its limit was reached.</summary>
    public long? CancelledAt { get; set; }
}
