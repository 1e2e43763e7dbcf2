using IsacCluster.Networks.Layouts;
using IsacCluster.Solvers;
using IsacCluster.Solvers.Baselines;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>The algorithms that specifications and `isac solve` may name.</summary>
public static class AlgorithmCatalog
{
    /// <summary>The baselines (a line each in <see cref="SolverCatalog"/>), then one line for each of the others.</summary>
    public static Catalog<AlgorithmEntry> Entries { get; } = new("algorithm", entry => entry.Name,
    [
        .. SolverCatalog.Entries.Select(solver => new BaselineEntry(solver)),
        new RepairedEntry("descent-ip", "descent"),
        new LearnedEntry("dnn", NetworkKind.Dnn, repairs: false),
        new LearnedEntry("dnn-ip", NetworkKind.Dnn, repairs: true),
        new LearnedEntry("gnn", NetworkKind.Gnn, repairs: false),
        new LearnedEntry("gnn-ip", NetworkKind.Gnn, repairs: true),
    ]);

    /// <summary>Where algorithms of a user come from, a line each.</summary>
    internal static IReadOnlyList<OwnSource> OwnSources { get; } =
    [
        new("command", ProgramReader.Known, (label, fields, source, _) => ProgramReader.Read(label, fields, source)),
        new("assembly", AssemblyReader.Known, (label, fields, source, _) => AssemblyReader.Read(label, fields, source)),
        new(OnnxReader.File, OnnxReader.Known, OnnxReader.Read),
    ];

    /// <summary>The algorithms that need an instance and nothing else.</summary>
    public static IReadOnlyList<BaselineEntry> Baselines => [.. Entries.All.OfType<BaselineEntry>()];

    /// <summary>A fresh solver for one thread.</summary>
    /// <exception cref="ArgumentException">The name is not that of a baseline.</exception>
    public static IBeamformingSolver CreateSolver(string name, SolverOptions? options = null) =>
        Baselines.FirstOrDefault(entry => entry.Name == name) is { } found
            ? found.CreateSolver(options ?? new SolverOptions())
            : throw new ArgumentException(
                $"'{name}' is not a solver; allowed: {string.Join(", ", Baselines.Select(entry => entry.Name))}.", nameof(name));
}
