namespace IsacCluster.Solvers.Baselines;

/// <summary>A baseline of the catalogue.</summary>
/// <param name="Name">The name that specifications use.</param>
/// <param name="Create">Makes a fresh solver for one thread.</param>
/// <param name="InDefaultSolve">Whether `isac solve` solves it where its problems are not listed.</param>
public sealed record SolverEntry(string Name, Func<SolverOptions, IBeamformingSolver> Create, bool InDefaultSolve = true)
{
    /// <summary>What a specification may set; empty: nothing.</summary>
    public IReadOnlyList<SolverParameter> Parameters { get; init; } = [];

    /// <summary>As <see cref="Create"/> with values in the order of <see cref="Parameters"/>; null where there are none.</summary>
    public Func<SolverOptions, IReadOnlyList<double>, IBeamformingSolver>? CreateWith { get; init; }
}

/// <summary>The baselines by the names that specifications use.</summary>
public static class SolverCatalog
{
    /// <summary>One line registers a baseline.</summary>
    public static IReadOnlyList<SolverEntry> Entries { get; } =
    [
        new("radar", static _ => new RadarSolver()),
        new("sdr", static options => new SdrSolver(options)),
        new("zf", static options => new ZeroForcingSolver(options)),
        new("zf-pinv", static options => new PseudoInverseSolver(options), InDefaultSolve: false),
        DescentSolver.Entry,
    ];
}
