using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Ledger;

/// <summary>The wire form of <see cref="TaskCounts"/>, which belongs to the contracts of jobs and knows nothing of Orleans.</summary>
[GenerateSerializer, Immutable, Alias("isac.lane-counts")]
internal struct TaskCountsWire
{
    [Id(0)]
    public long AcceptedTasks;

    [Id(1)]
    public long RejectedTasks;

    [Id(2)]
    public long FailedTasks;

    [Id(3)]
    public long ComputedIndices;

    [Id(4)]
    public long ReusedIndices;
}

[RegisterConverter]
internal sealed class TaskCountsConverter : IConverter<TaskCounts, TaskCountsWire>
{
    public TaskCounts ConvertFromSurrogate(in TaskCountsWire surrogate) => new(
        surrogate.AcceptedTasks, surrogate.RejectedTasks, surrogate.FailedTasks, surrogate.ComputedIndices, surrogate.ReusedIndices);

    public TaskCountsWire ConvertToSurrogate(in TaskCounts value) => new()
    {
        AcceptedTasks = value.TasksAccepted,
        RejectedTasks = value.TasksRejected,
        FailedTasks = value.TasksFailed,
        ComputedIndices = value.SamplesComputed,
        ReusedIndices = value.SamplesReused,
    };
}
