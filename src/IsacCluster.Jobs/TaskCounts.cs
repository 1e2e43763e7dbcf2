namespace IsacCluster.Jobs;

/// <summary>Tasks of this run and of earlier runs of the same job. Indices are samples for a campaign.</summary>
public sealed record TaskCounts(long TasksAccepted, long TasksRejected, long TasksFailed, long SamplesComputed, long SamplesReused);
