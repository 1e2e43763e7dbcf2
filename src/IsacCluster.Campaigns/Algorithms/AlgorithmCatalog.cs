using IsacCluster.Solvers;
using IsacCluster.Solvers.Baselines;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>The algorithms that a campaign may name.</summary>
public static class AlgorithmCatalog
{
    /// <summary>The baselines, then the learned algorithms.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SolverCatalog.Names, .. LearnedKind.All.Select(kind => kind.Name)];

    /// <summary>A fresh baseline for one thread.</summary>
    /// <param name="memo">The minimum powers that the caller's algorithms share; null: solved where they are needed.</param>
    /// <exception cref="ArgumentException">The name is not that of a baseline.</exception>
    public static IDesignAlgorithm Create(string name, MinimumPowerMemo? memo = null) =>
        new SolverAlgorithm(SolverCatalog.Create(name, new SolverOptions { MinimumPower = memo is null ? null : memo.Of }));

    /// <summary>A fresh algorithm for one thread.</summary>
    /// <param name="algorithm">As specified.</param>
    /// <param name="point">A learned algorithm has the model of this point.</param>
    /// <param name="memo">As of the other overload.</param>
    public static IDesignAlgorithm Create(AlgorithmSpecification algorithm, SweepPoint point, MinimumPowerMemo? memo = null)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentNullException.ThrowIfNull(point);
        return algorithm.Learned is { } learned
            ? new LearnedAlgorithm(
                algorithm.Label, learned.ModelByPoint[point.Id].CreateInference(),
                learned.Repair is { } repair ? DesignRepairs.Create(repair, memo) : null)
            : Create(algorithm.Name, memo);
    }
}
