using IsacCluster.Solvers.Baselines;

namespace IsacCluster.Solvers;

/// <summary>The baselines by the names that specifications use.</summary>
public static class SolverCatalog
{
    /// <summary>radar, sdr, zf, zf-pinv.</summary>
    public static IReadOnlyList<string> Names => [.. Factories.Keys];

    private static readonly SortedDictionary<string, Func<IBeamformingSolver>> Factories = new(StringComparer.Ordinal)
    {
        ["radar"] = static () => new RadarSolver(),
        ["sdr"] = static () => new SdrSolver(),
        ["zf"] = static () => new ZeroForcingSolver(),
        ["zf-pinv"] = static () => new PseudoInverseSolver(),
    };

    /// <summary>A fresh solver for one thread.</summary>
    /// <exception cref="ArgumentException">The name is not in <see cref="Names"/>.</exception>
    public static IBeamformingSolver Create(string name) => Factories.TryGetValue(name, out var factory)
        ? factory()
        : throw new ArgumentException($"'{name}' is not a solver; allowed: {string.Join(", ", Names)}.", nameof(name));
}
