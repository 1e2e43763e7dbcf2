using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>A job on disk; its lanes keep their own records.</summary>
[GenerateSerializer, Alias("isac.job-record")]
internal sealed class JobRecord : IDamageable
{
    /// <summary>Of its state in the store.</summary>
    public const string Name = "job";

    /// <summary>Of records from before it was kept in one of its own, see <see cref="SpecificationRecord"/>.</summary>
    [Id(0)]
    public JobDescription? Description { get; set; }

    [Id(1)]
    public JobPhase Phase { get; set; }

    [Id(2)]
    public JobFailure? Failure { get; set; }

    /// <summary>Sessions of all runs, by session id.</summary>
    [Id(3)]
    public Dictionary<string, SessionTiming> Sessions { get; set; } = [];

    [Id(4)]
    public int LaneCount { get; set; }

    /// <summary>Of the last submission.</summary>
    [Id(5)]
    public SubmitOptions Options { get; set; } = new();

    [Id(6)]
    public SlotKind Needs { get; set; }

    /// <summary>The first first; empty in records from before they were kept.</summary>
    [Id(7)]
    public List<JobRun> Runs { get; set; } = [];

    /// <summary>Accepted indices of all lanes when the record was written; null in records from before they were counted.</summary>
    [Id(8)]
    public long? Accepted { get; set; }

    [Id(9)]
    public long? Wanted { get; set; }

    /// <summary>Size of the lanes' results.</summary>
    [Id(10)]
    public long? Bytes { get; set; }

    /// <summary>Key of what was submitted last; null in records from before it had one.</summary>
    [Id(11)]
    public string? Specification { get; set; }

    /// <summary>Of the description; null in records from before it was kept here.</summary>
    [Id(12)]
    public string? Kind { get; set; }

    /// <summary>Number of the last submission; 0 in records from before they had numbers.</summary>
    [Id(13)]
    public long Run { get; set; }

    /// <inheritdoc />
    [field: NonSerialized]
    public string? Damage { get; set; }

    public bool IsSubmitted => Specification is not null || Description is not null;

    /// <summary>Whether something was submitted, or nobody can tell any more.</summary>
    public bool IsHeld => IsSubmitted || Damage is not null;

    /// <summary>Null where nothing was submitted.</summary>
    public JobSummary? Summary(JobId id) => Damage is { } damage ? JobSummary.Unreadable(id, damage)
        : !IsSubmitted ? null
        : new JobSummary(id, Kind ?? Description?.Kind, Phase, Accepted, Wanted, Runs.FirstOrDefault()?.Start, Runs.LastOrDefault()?.Start,
            Phase is JobPhase.Running or JobPhase.Paused ? null : Runs.LastOrDefault()?.End, Bytes,
            Damage: Phase == JobPhase.Damaged ? Failure?.Message : null);
}
