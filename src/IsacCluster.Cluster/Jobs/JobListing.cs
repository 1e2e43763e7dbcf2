namespace IsacCluster.Cluster.Jobs;

/// <summary>One line of a listing of jobs.</summary>
/// <param name="Phase">Null until its coordinator has told it to this activation.</param>
/// <param name="Order">Grows with every submission.</param>
/// <param name="OpenTasks">Indices that are wanted and not accepted, a few seconds old at most; null while the phase is unknown.</param>
[GenerateSerializer, Immutable, Alias("isac.job-listing")]
public sealed record JobListing(
    [property: Id(0)] JobId Id,
    [property: Id(1)] JobPhase? Phase,
    [property: Id(2)] int Priority,
    [property: Id(3)] long Order,
    [property: Id(4)] long? OpenTasks);
