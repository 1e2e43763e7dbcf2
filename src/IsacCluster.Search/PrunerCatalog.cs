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
        new(
            "asha",
            [Whole("min_resource", 1, 1), Whole("reduction_factor", 2, 3), Flag("promote", false), Whole("max_resource", 1, 1)], Asha),
        new(
            "hyperband",
            [Whole("min_resource", 1, 1), Whole("max_resource", 1, 1), Whole("reduction_factor", 2, 3), Flag("promote", false)],
            Hyperband),
        new(
            "pbt",
            [
                Whole("population", 2, 10), Whole("interval", 1, 1), Whole("max_resource", 1, 1), Share("share", 0.25),
                Share("resample", 0.25), Share("perturb", 0.1),
            ],
            Population),
    ];

    private static SuccessiveHalvingPruner Asha(OptionValues given)
    {
        bool promotes = given.Is("promote");
        if (given.IsGiven("max_resource") && !promotes)
            throw new SearchSpaceException("pruner", "max_resource", "it with promote: true alone");
        return new SuccessiveHalvingPruner(
            given.Whole("min_resource"), given.Whole("reduction_factor"), promotes ? MostResource(given, "asha") : null);
    }

    private static PopulationPruner Population(OptionValues given) => new(
        given.Whole("population"), given.Whole("interval"), MostResource(given, "pbt"), given.Real("share"), given.Real("resample"),
        given.Real("perturb"));

    private static HyperbandPruner Hyperband(OptionValues given) => new(
        given.Whole("min_resource"), MostResource(given, "hyperband"), given.Whole("reduction_factor"), given.Is("promote"));

    /// <summary>That of a full evaluation where the objective tells it.</summary>
    private static long MostResource(OptionValues given, string name)
    {
        if (given.Steps is null && !given.IsGiven("max_resource"))
            throw new SearchSpaceException("pruner", $"'{name}'", "it with max_resource, as the objective does not tell its steps");
        return given.IsGiven("max_resource") ? given.Whole("max_resource") : Math.Min(1_000_000, given.Steps!.Value);
    }
}
