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

    /// <summary>silo, run or data-folder.</summary>
    public required string Kind { get; init; }

    public string? Cluster { get; init; }

    public string? Silo { get; init; }

    /// <summary>Options with which `isac` finds the jobs again: "--data runs"; empty where it needs none.</summary>
    public string Reach { get; init; } = "";
}
