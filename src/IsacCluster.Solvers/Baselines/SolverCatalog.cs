namespace IsacCluster.Solvers.Baselines;

/// <summary>A baseline of the catalogue.</summary>
/// <param name="Name">The name that specifications use.</param>
/// <param name="Create">Makes a fresh solver for one thread.</param>
/// <param name="InDefaultSolve">Whether `isac solve` solves it where its problems are not listed.</param>
public sealed record SolverEntry(string Name, Func<SolverOptions, IBeamformingSolver> Create, bool InDefaultSolve = true);

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
    ];

    /// <summary>The names of <see cref="Entries"/>, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(static entry => entry.Name)];

    /// <summary>A fresh solver for one thread.</summary>
    /// <exception cref="ArgumentException">The name is not in <see cref="Names"/>.</exception>
    public static IBeamformingSolver Create(string name) => Create(name, new SolverOptions());

    /// <summary>A fresh solver for one thread.</summary>
    /// <exception cref="ArgumentException">The name is not in <see cref="Names"/>.</exception>
    public static IBeamformingSolver Create(string name, SolverOptions options) =>
        Entries.FirstOrDefault(entry => entry.Name == name) is { } found
            ? found.Create(options)
            : throw new ArgumentException($"'{name}' is not a solver; allowed: {string.Join(", ", Names)}.", nameof(name));
}
