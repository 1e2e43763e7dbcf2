using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Silo.Live;

/// <summary>What a live page shows.</summary>
public sealed record LiveSource
{
    /// <summary>A client of the cluster; null while there is none.</summary>
    public required Func<IJobClient?> Client { get; init; }

    /// <summary>Builds jobs, which say what their results are.</summary>
    public required SpecificationJobFactory Jobs { get; init; }

    /// <summary>silo, run, cluster or data-folder.</summary>
    public required string Kind { get; init; }

    public string? Cluster { get; init; }

    public string? Silo { get; init; }

    /// <summary>Options with which `isac` finds the jobs again: "--data runs"; empty where it needs none.</summary>
    public string Reach { get; init; } = "";

    /// <summary>Whether jobs can be extended. Default: yes; not where the process ends with the job that it runs.</summary>
    public bool MayExtend { get; init; } = true;

    /// <summary>What this process says of its jobs; null: nothing is kept.</summary>
    public LiveLog? Log { get; init; }
}
