namespace IsacCluster.Jobs;

/// <summary>One run of a job: from a submission until it came to rest. No digest covers it.</summary>
/// <param name="Start">UTC.</param>
/// <param name="End">UTC; null while it runs, and where it was cut off, as by a crash.</param>
/// <param name="Host">Name of the machine that coordinated it.</param>
/// <param name="SamplesComputed">Indices accepted in it: samples of a campaign, trials of a study.</param>
/// <param name="SamplesReused">Indices that earlier runs had left.</param>
public sealed record JobRun(DateTimeOffset Start, DateTimeOffset? End, string Host, long SamplesComputed, long SamplesReused);
