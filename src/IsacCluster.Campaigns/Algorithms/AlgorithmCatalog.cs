using IsacCluster.Solvers.Baselines;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>The algorithms that a campaign may name.</summary>
public static class AlgorithmCatalog
{
    /// <summary>The baselines, then the learned algorithms.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SolverCatalog.Names, .. LearnedKind.All.Select(kind => kind.Name)];

    /// <summary>A fresh baseline for one thread.</summary>
    /// <exception cref="ArgumentException">The name is not that of a baseline.</exception>
    public static IDesignAlgorithm Create(string name) => new SolverAlgorithm(SolverCatalog.Create(name));

    /// <summary>A fresh algorithm for one thread.</summary>
    /// <param name="algorithm">As specified.</param>
    /// <param name="point">A learned algorithm has the model of this point.</param>
    public static IDesignAlgorithm Create(AlgorithmSpecification algorithm, SweepPoint point)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentNullException.ThrowIfNull(point);
        return algorithm.Learned is { } learned
            ? new LearnedAlgorithm(
                algorithm.Label, learned.ModelByPoint[point.Id].CreateInference(),
                learned.Repair is { } repair ? DesignRepairs.Create(repair) : null)
            : Create(algorithm.Name);
    }
}
