using IsacCluster.Search.Components;
using IsacCluster.Search.Pruning;
using IsacCluster.Search.Space;
using static IsacCluster.Search.Components.ComponentOption;

namespace IsacCluster.Search;

/// <summary>The pruners by their names in specifications.</summary>
public static class PrunerCatalog
{
    /// <summary>The pruner that prunes nothing, the default.</summary>
    public const string None = "none";

    /// <summary>One line registers a pruner.</summary>
    public static IReadOnlyList<ComponentEntry<IPruner>> Entries { get; } =
    [
        new(None, () => new NoPruner()),
        new("median", [Whole("startup_trials", 1, 5), Whole("warmup_steps", 0, 0)],
            given => new MedianPruner(given.Whole("startup_trials"), given.Whole("warmup_steps"))),
        new("asha", [Whole("min_resource", 1, 1), Whole("reduction_factor", 2, 3)],
            given => new SuccessiveHalvingPruner(given.Whole("min_resource"), given.Whole("reduction_factor"))),
        new("hyperband", [Whole("min_resource", 1, 1), Whole("max_resource", 1, 1), Whole("reduction_factor", 2, 3)], Hyperband),
    ];

    /// <summary>Its most resource is that of a full evaluation where the objective tells it.</summary>
    private static HyperbandPruner Hyperband(OptionValues given)
    {
        if (given.Steps is null && !given.IsGiven("max_resource"))
            throw new SearchSpaceException("pruner", "'hyperband'", "it with max_resource, as the objective does not tell its steps");
        long most = given.IsGiven("max_resource") ? given.Whole("max_resource") : Math.Min(1_000_000, given.Steps!.Value);
        return new HyperbandPruner(given.Whole("min_resource"), most, given.Whole("reduction_factor"));
    }
}
