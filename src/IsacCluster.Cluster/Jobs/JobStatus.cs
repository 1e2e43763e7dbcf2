using IsacCluster.Cluster.Ledger;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Jobs;

/// <summary>How a job stands.</summary>
public enum JobPhase
{
    /// <summary>Nothing was submitted under this id.</summary>
    Unknown,
    Running,

    /// <summary>Leases are withheld until the user resumes.</summary>
    Paused,

    /// <summary>The user cancelled; what was accepted is kept.</summary>
    Cancelled,

    /// <summary>Every lane is closed.</summary>
    Completed,

    /// <summary>Everything finished except parked ranges.</summary>
    Incomplete,

    /// <summary>The job cannot go on, see <see cref="JobStatus.Failure"/>.</summary>
    Failed,

    /// <summary>A record of it is not what was written, see <see cref="JobStatus.Failure"/>; it can be deleted, nothing else.</summary>
    Damaged,
}

/// <summary>Why a job failed.</summary>
public enum JobFailureKind
{
    /// <summary>The data folder or store could not be written or read, or what it holds of the job is damaged.</summary>
    DataFolder,

    /// <summary>Building the job, deciding or merging threw.</summary>
    Job,
}

[GenerateSerializer, Immutable, Alias("isac.job-failure")]
public sealed record JobFailure([property: Id(0)] JobFailureKind Kind, [property: Id(1)] string Message);

/// <summary>Progress of one lane, as far as it is persisted.</summary>
/// <param name="Boundary">Indices wanted so far.</param>
/// <param name="Accepted">Accepted indices below the boundary.</param>
/// <param name="StopReason">Null while the lane is open; what is wrong where it is damaged.</param>
/// <param name="Bytes">Size of the accepted results.</param>
[GenerateSerializer, Immutable, Alias("isac.lane-status")]
public sealed record LaneStatus(
    [property: Id(0)] int Lane,
    [property: Id(1)] string Label,
    [property: Id(2)] LanePhase Phase,
    [property: Id(3)] long Boundary,
    [property: Id(4)] long Accepted,
    [property: Id(5)] string? StopReason,
    [property: Id(6)] TaskCounts Counts,
    [property: Id(7)] int PoisonRanges,
    [property: Id(8)] long Bytes = 0);

/// <summary>Progress of a job.</summary>
/// <param name="Version">Grows with every change.</param>
/// <param name="Waiting">What a running job waits for, for people: "an accelerator slot: no silo has one". Null while it has what it
/// needs.</param>
/// <param name="Coordinator">Name of the silo that coordinates the job now.</param>
[GenerateSerializer, Immutable, Alias("isac.job-status")]
public sealed record JobStatus(
    [property: Id(0)] JobId Id,
    [property: Id(1)] JobPhase Phase,
    [property: Id(2)] long Version,
    [property: Id(3)] IReadOnlyList<LaneStatus> Lanes,
    [property: Id(4)] JobFailure? Failure,
    [property: Id(5)] string? Waiting,
    [property: Id(6)] string Coordinator)
{
    /// <summary>Silos that do not work on a running job, and why; null: none.</summary>
    [Id(20)]
    public IReadOnlyList<SiloRefusal>? Refusals { get; init; }

    /// <summary>How fast a running job goes; null where that is not known.</summary>
    [Id(21)]
    public JobPace? Pace { get; init; }

    /// <summary>Whether the job has come to rest: nothing changes until somebody submits or resumes.</summary>
    public bool IsSettled => Phase is not (JobPhase.Running or JobPhase.Paused);

    public TaskCounts Counts => Lanes.Aggregate(default(TaskCounts), (sum, lane) => sum + lane.Counts);
}

/// <summary>A lane's parked ranges.</summary>
[GenerateSerializer, Immutable, Alias("isac.lane-poison")]
public sealed record LanePoison([property: Id(0)] int Lane, [property: Id(1)] IReadOnlyList<PoisonRange> Ranges);

/// <summary>What a job produced.</summary>
/// <param name="Lanes">Canonical bytes of each lane's result, by lane.</param>
/// <param name="Poison">Parked ranges, lanes without any left out.</param>
/// <param name="Timing">Where the slots' time went, over all runs.</param>
/// <param name="Runs">All runs, the first first.</param>
/// <param name="Description">What was submitted last; null if nothing was.</param>
[GenerateSerializer, Immutable, Alias("isac.job-results")]
public sealed record JobResults(
    [property: Id(0)] JobStatus Status,
    [property: Id(1)] IReadOnlyList<byte[]> Lanes,
    [property: Id(2)] IReadOnlyList<LanePoison> Poison,
    [property: Id(3)] JobTiming Timing,
    [property: Id(4)] IReadOnlyList<JobRun> Runs,
    [property: Id(5)] JobDescription? Description);

/// <summary>One line of a listing of jobs.</summary>
/// <param name="Phase">Null until its coordinator has told it to this activation.</param>
/// <param name="Order">Grows with every submission.</param>
/// <param name="OpenTasks">Indices that are wanted and not accepted, a few seconds old at most; null while the phase is unknown.</param>
/// <param name="Accepted">Accepted indices, of the same age.</param>
/// <param name="Pace">How fast it goes; null where that is not known.</param>
/// <param name="Waiting">What it waits for, see <see cref="JobStatus.Waiting"/>.</param>
/// <param name="MaxSlots">As submitted.</param>
/// <param name="Parked">Ranges that were given up; null while the phase is unknown.</param>
[GenerateSerializer, Immutable, Alias("isac.job-listing")]
public sealed record JobListing(
    [property: Id(0)] JobId Id,
    [property: Id(1)] JobPhase? Phase,
    [property: Id(2)] int Priority,
    [property: Id(3)] long Order,
    [property: Id(4)] long? OpenTasks,
    [property: Id(5)] long? Accepted = null,
    [property: Id(6)] JobPace? Pace = null,
    [property: Id(7)] string? Waiting = null,
    [property: Id(8)] int? MaxSlots = null,
    [property: Id(9)] int? Parked = null);
