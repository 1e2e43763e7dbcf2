using System.Security.Cryptography;
using System.Text;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Jobs;

/// <summary>The name and content hash of a job, <see cref="IJob.Id"/>.</summary>
[GenerateSerializer, Immutable, Alias("isac.job-id")]
public readonly record struct JobId([property: Id(0)] string Value)
{
    public override string ToString() => Value;
}

/// <summary>Everything a silo needs to build the job itself: messages carry this, never plans, tensors or channels.</summary>
/// <param name="Kind">campaign, dataset, solve, training or study.</param>
/// <param name="SpecText">The specification as the user wrote it.</param>
/// <param name="SpecPath">Path of the specification, for messages and for relative paths in it.</param>
/// <param name="OutputFolder">
/// Folder for results: absolute, or relative to the folder that all silos share, which each silo finds under a path of its own.
/// </param>
[GenerateSerializer, Immutable, Alias("isac.job-description")]
public sealed record JobDescription(
    [property: Id(0)] string Kind,
    [property: Id(1)] string SpecText,
    [property: Id(2)] string SpecPath,
    [property: Id(3)] string OutputFolder)
{
    /// <summary>Hash of all of it, by which those who have it already name it.</summary>
    public string Key => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', Kind, SpecPath, OutputFolder, SpecText))).AsSpan(0, 16));
}

/// <summary>Options of one submission; none of them changes a result.</summary>
[GenerateSerializer, Immutable, Alias("isac.submit-options")]
public sealed record SubmitOptions
{
    /// <summary>Indices per task, at least 1. Default: each lane's <see cref="LanePlan.PreferredTaskSize"/>.</summary>
    [Id(0)]
    public int? TaskSize { get; init; }

    /// <summary>Weight of the job where jobs compete for slots: slot time is shared in proportion. Allowed: 1 to 100. Default: 1.</summary>
    [Id(1)]
    public int Priority { get; init; } = 1;

    /// <summary>
    /// Most slots of the whole cluster that run its tasks at once, at least 1; null: no limit. It is split among the silos that are
    /// alive, so it is exact while none comes or goes and may be exceeded for the moment in which they learn of each other.
    /// </summary>
    [Id(2)]
    public int? MaxSlots { get; init; }

    /// <summary>How long one attempt of a task may run; null: <see cref="ClusterOptions.TaskTimeout"/>.</summary>
    [Id(3)]
    public TimeSpan? TaskTimeout { get; init; }

    /// <summary>
    /// W3C context of the submission, the parent of its tasks' spans on every silo and after every move of the coordinator. A client sets
    /// it where it traces; null where nobody does.
    /// </summary>
    [Id(4)]
    public string? TraceParent { get; init; }

    /// <summary>Of this submission alone, so that one whose answer was lost can be repeated; empty: it cannot be told apart.</summary>
    [Id(5)]
    public Guid Submission { get; init; }

    /// <summary>The highest <see cref="Priority"/>.</summary>
    public const int HighestPriority = 100;

    /// <exception cref="ArgumentOutOfRangeException">A value is not allowed.</exception>
    internal void Validate()
    {
        if (TaskSize < 1) throw new ArgumentOutOfRangeException(nameof(TaskSize), TaskSize, "A task has at least 1 index.");
        if (Priority is < 1 or > HighestPriority)
            throw new ArgumentOutOfRangeException(nameof(Priority), Priority, $"A priority is from 1 to {HighestPriority}.");
        if (MaxSlots < 1) throw new ArgumentOutOfRangeException(nameof(MaxSlots), MaxSlots, "A job has at least 1 slot.");
        if (TaskTimeout <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(TaskTimeout), TaskTimeout, "A task has more than no time.");
    }
}

/// <summary>Builds jobs from their descriptions, on the client and on every silo.</summary>
public interface IJobFactory
{
    /// <exception cref="SpecificationException">The description is not a valid specification.</exception>
    IJob Create(JobDescription description);
}
