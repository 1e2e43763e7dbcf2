using IsacCluster.Search.Components;
using IsacCluster.Search.Sampling;
using IsacCluster.Search.Sampling.Auto;
using IsacCluster.Search.Sampling.CmaEs;
using IsacCluster.Search.Sampling.GaussianProcess;
using IsacCluster.Search.Sampling.Nsga2;
using IsacCluster.Search.Sampling.Sobol;
using IsacCluster.Search.Sampling.Tpe;
using IsacCluster.Search.Space;
using static IsacCluster.Search.Components.ComponentOption;

namespace IsacCluster.Search;

/// <summary>The samplers by their names in specifications.</summary>
public static class SamplerCatalog
{
    private static readonly TpeOptions Preset = new();

    /// <summary>The default where there is one objective, and where there are several.</summary>
    public const string ForOne = "auto", ForSeveral = "nsga2";

    /// <summary>One line registers a sampler.</summary>
    public static IReadOnlyList<ComponentEntry<ISampler>> Entries { get; } =
    [
        new("auto", () => new AutoSampler()),
        new("random", () => new RandomSampler()),
        new("grid", [Whole("levels", 2, 5)], given => new GridSampler(given.Whole("levels"))),
        new("sobol", () => new SobolSampler()),
        new("tpe", OfTpe, Tpe),
        new(
            "bohb", [Whole("least_points", 2, 2), Fraction("random_share", 0.1)],
            given => new FidelityTpeSampler(
                given.IsGiven("least_points") ? given.Whole("least_points") : null, given.Real("random_share"))),
        new(
            "cma-es", [Fraction("sigma", 0.25), Whole("restarts", 0, 9, 30)],
            given => new CmaEsSampler(given.Real("sigma"), given.Whole("restarts"))),
        new("gp", [Whole("startup_trials", 2, 10)], given => new GaussianProcessSampler(given.Whole("startup_trials"))),
        new("nsga2", [Whole("population", 4, 40)], given => new Nsga2Sampler(given.Whole("population"))),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(entry => entry.Name)];

    private static ComponentOption[] OfTpe =>
    [
        Whole("startup_trials", 1, Preset.StartupTrials), Whole("candidates", 1, Preset.Candidates), Share("good_share", Preset.GoodShare),
        Whole("most_good", 1, Preset.MostGood), Whole("most_others", 16, Preset.MostOthers), Positive("prior_weight", Preset.PriorWeight),
        Positive("category_weight", Preset.CategoryWeight), Fraction("bandwidth", Preset.Bandwidth),
    ];

    /// <summary>With default options.</summary>
    /// <exception cref="SearchSpaceException">Not one of <see cref="Names"/>.</exception>
    public static ISampler Create(string name) => Entries.FirstOrDefault(entry => entry.Name == name) is { } found
        ? found.CreateDefault()
        : throw new SearchSpaceException("sampler", $"'{name}'", "one of " + string.Join(", ", Names));

    private static TpeSampler Tpe(OptionValues given) => new(new TpeOptions
    {
        StartupTrials = given.Whole("startup_trials"),
        Candidates = given.Whole("candidates"),
        GoodShare = given.Real("good_share"),
        MostGood = given.Whole("most_good"),
        MostOthers = given.Whole("most_others"),
        PriorWeight = given.Real("prior_weight"),
        CategoryWeight = given.Real("category_weight"),
        Bandwidth = given.Real("bandwidth"),
    });
}
