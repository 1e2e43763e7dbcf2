using IsacCluster.Search.Pruning;
using IsacCluster.Search.Sampling;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Studies;

/// <summary>What a study is. Validated by <see cref="Study"/>.</summary>
public sealed record StudyOptions
{
    public required ParameterSpace Space { get; init; }

    /// <summary>One for each objective. Default: minimise one.</summary>
    public IReadOnlyList<Direction> Directions { get; init; } = [Direction.Minimize];

    /// <summary>Key of all random numbers of the study. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>A sampler of this study's own; it may keep a memo of the history.</summary>
    public required ISampler Sampler { get; init; }

    /// <summary>Default: none.</summary>
    public IPruner Pruner { get; init; } = new NoPruner();

    /// <summary>Points that are proposed instead of the sampler's, by trial number. Default: none.</summary>
    public IReadOnlyDictionary<long, ParameterSet> Known { get; init; } = new Dictionary<long, ParameterSet>();

    /// <summary>
    /// L >= 0: trial n is proposed from the results of exactly the trials below n - L, in trial order, and from the parameters of the L
    /// trials before it, so the same seed gives the same trials for any number of workers; with L + 1 workers none waits for long.
    /// Null: each proposal uses whatever has been told (fastest, and not reproducible with several workers). Default 0.
    /// </summary>
    public int? Lag { get; init; } = 0;
}
