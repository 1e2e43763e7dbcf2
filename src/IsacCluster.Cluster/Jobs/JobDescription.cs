using IsacCluster.Campaigns.Jobs;

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
    [property: Id(3)] string OutputFolder);

/// <summary>Options of one submission; none of them changes a result.</summary>
[GenerateSerializer, Immutable, Alias("isac.submit-options")]
public sealed record SubmitOptions
{
    /// <summary>Indices per task, at least 1. Default: each lane's <see cref="LanePlan.PreferredTaskSize"/>.</summary>
    [Id(0)]
    public int? TaskSize { get; init; }
}

/// <summary>Builds jobs from their descriptions, on the client and on every silo.</summary>
public interface IJobFactory
{
    /// <exception cref="SpecificationException">The description is not a valid specification.</exception>
    IJob Create(JobDescription description);
}
