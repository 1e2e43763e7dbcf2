using System.Globalization;
using IsacCluster.Search.Space;
using IsacCluster.Search.Synthetic.Bbob;

namespace IsacCluster.Search.Synthetic;

/// <summary>
/// The test functions by name: a family's name and its dimensions (sphere10), of one with instances as bbob-f3-5-1, or the name of one
/// that has its own dimensions.
/// </summary>
public static class SyntheticCatalog
{
    private const string NoisyPrefix = "noisy-";

    /// <summary>Deviation of the noise of "noisy-" functions.</summary>
    public const double NoiseDeviation = 0.1;

    /// <summary>One line registers a family.</summary>
    public static IReadOnlyList<SyntheticFamily> Families { get; } =
    [
        new("sphere", 1, 10, (d, _) => new Sphere(d)),
        new("rosenbrock", 2, 10, (d, _) => new Rosenbrock(d)),
        new("rastrigin", 1, 10, (d, _) => new Rastrigin(d)),
        new("zdt1", 2, 10, (d, _) => new Zdt1(d), Objectives: 2),
        new("zdt2", 2, 10, (d, _) => new Zdt2(d), Objectives: 2),
        new("rastrigin-centred", 1, 5, (d, _) => new CentredRastrigin(d)),
        new("ellipsoid", 2, 6, (d, _) => new Ellipsoid(d)),
        new("crash-sphere", 1, 4, (d, _) => new CrashSphere(d)),
        .. Enumerable.Range(1, BbobCatalog.Entries.Count).Select(f =>
            new SyntheticFamily($"bbob-f{f}", 2, 5, (d, instance) => new BbobFunction(f, d, instance), HasInstances: true)),
    ];

    /// <summary>One line registers a function of its own dimensions.</summary>
    public static IReadOnlyDictionary<string, Func<SyntheticObjective>> Singles { get; } =
        new Dictionary<string, Func<SyntheticObjective>>(StringComparer.Ordinal)
        {
            ["branin"] = () => new Branin(),
            ["hartmann6"] = () => new Hartmann6(),
            ["mixed"] = () => new MixedConditional(),
            ["learning-curve"] = () => new LearningCurve(),
            ["gardner"] = () => new Gardner(),
            ["bnh"] = () => new BinhKorn(),
        };

    /// <summary>Those that measure one value alone, which can be made noisy.</summary>
    public static IReadOnlyList<string> WithNoisyForm { get; } =
    [
        .. Families.Where(family => family.Objectives == 1).Select(family => family.Name),
        .. Singles.Where(single => single.Value().Measured.Count == 1).Select(single => single.Key),
    ];

    /// <param name="seed">Of the noise, where there is any.</param>
    /// <exception cref="SearchSpaceException">Not such a name.</exception>
    public static SyntheticObjective Create(string name, ulong seed = 0)
    {
        if (name.StartsWith(NoisyPrefix, StringComparison.Ordinal))
            return new Noisy(Create(name[NoisyPrefix.Length..], seed), NoiseDeviation, seed);
        if (Singles.TryGetValue(name, out Func<SyntheticObjective>? single)) return single();
        foreach (SyntheticFamily family in Families)
        {
            if (Member(family, name) is { } member) return member;
        }

        IEnumerable<string> allowed =
            [.. Families.Select(family => family.HasInstances ? $"{family.Name}-D-I" : $"{family.Name}D"), .. Singles.Keys];
        throw new SearchSpaceException("objective", $"'{name}'", $"{string.Join(", ", allowed)}, or {NoisyPrefix} before one of these");
    }

    private static SyntheticObjective? Member(SyntheticFamily family, string name)
    {
        if (!name.StartsWith(family.Name, StringComparison.Ordinal)) return null;
        string[] numbers = name[family.Name.Length..].Split('-');
        if (!family.HasInstances) return numbers is [var only] && Number(only) is { } d && Fits(d) ? family.Create(d, 1) : null;
        return numbers is ["", var first, var second] && Number(first) is { } dimensions && Number(second) is { } instance
            && Fits(dimensions) && instance is >= 1 and <= SyntheticFamily.MostInstance ? family.Create(dimensions, instance) : null;

        bool Fits(int value) => value >= family.Least && value <= SyntheticFamily.MostDimensions;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
