
namespace IsacCluster.Solvers.Baselines;

/// <summary>The baselines by the names that specifications use.</summary>
public static class SolverCatalog
{
    /// <summary>radar, sdr, zf, zf-pinv.</summary>
    public static IReadOnlyList<string> Names => [.. Factories.Keys];

    private static readonly SortedDictionary<string, Func<SolverOptions, IBeamformingSolver>> Factories = new(StringComparer.Ordinal)
    {
        ["radar"] = static _ => new RadarSolver(),
        ["sdr"] = static options => new SdrSolver(options),
        ["zf"] = static options => new ZeroForcingSolver(options),
        ["zf-pinv"] = static options => new PseudoInverseSolver(options),
    };

    /// <summary>A fresh solver for one thread.</summary>
    /// <exception cref="ArgumentException">The name is not in <see cref="Names"/>.</exception>
    public static IBeamformingSolver Create(string name) => Create(name, new SolverOptions());

    /// <summary>A fresh solver for one thread.</summary>
    /// <exception cref="ArgumentException">The name is not in <see cref="Names"/>.</exception>
    public static IBeamformingSolver Create(string name, SolverOptions options) => Factories.TryGetValue(name, out var factory)
        ? factory(options)
        : throw new ArgumentException($"'{name}' is not a solver; allowed: {string.Join(", ", Names)}.", nameof(name));
}
