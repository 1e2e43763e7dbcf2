using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>The algorithms that a campaign may name.</summary>
public static class AlgorithmCatalog
{
    public static IReadOnlyList<string> Names => SolverCatalog.Names;

    /// <summary>A fresh algorithm for one thread.</summary>
    /// <exception cref="ArgumentException">The name is not in <see cref="Names"/>.</exception>
    public static IDesignAlgorithm Create(string name) => new SolverAlgorithm(SolverCatalog.Create(name));
}
