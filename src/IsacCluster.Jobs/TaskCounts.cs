namespace IsacCluster.Jobs;

/// <summary>
/// What became of a job's tasks in its present run, which began with its last submission. Indices are samples for a campaign.
/// </summary>
/// <param name="TasksAccepted">Task reports accepted.</param>
/// <param name="TasksRejected">Task reports rejected because their work was already accepted or no longer wanted.</param>
/// <param name="TasksFailed">Attempts that threw.</param>
/// <param name="SamplesComputed">Indices accepted in this run.</param>
/// <param name="SamplesReused">Indices of the result that earlier runs had left.</param>
public readonly record struct TaskCounts(long TasksAccepted, long TasksRejected, long TasksFailed, long SamplesComputed, long SamplesReused)
{
    public static TaskCounts operator +(TaskCounts a, TaskCounts b) => new(
        a.TasksAccepted + b.TasksAccepted,
        a.TasksRejected + b.TasksRejected,
        a.TasksFailed + b.TasksFailed,
        a.SamplesComputed + b.SamplesComputed,
        a.SamplesReused + b.SamplesReused);
}
