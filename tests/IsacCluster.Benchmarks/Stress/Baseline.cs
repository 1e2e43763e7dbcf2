using IsacCluster.Solvers;
using IsacCluster.Solvers.Baselines;

namespace IsacCluster.Benchmarks.Stress;

/// <summary>Baselines by name, for benchmarks and for the solvers' tests, which compile this file.</summary>
internal static class Baseline
{
    public static IReadOnlyList<string> Names { get; } = [.. SolverCatalog.Entries.Select(static entry => entry.Name)];

    /// <summary>A fresh solver for one thread.</summary>
    public static IBeamformingSolver Create(string name, SolverOptions? options = null) =>
        SolverCatalog.Entries.Single(entry => entry.Name == name).Create(options ?? new SolverOptions());
}
