using System.Globalization;
using IsacCluster.Search.Space;

namespace IsacCluster.Search.Synthetic;

/// <summary>
/// The test functions by name: sphereD, rosenbrockD, rastriginD and zdt1D (of two objectives) with 1 (2) to 100 dimensions, the others
/// without a number.
/// </summary>
public static class SyntheticCatalog
{
    private const string Allowed = "sphereD, rosenbrockD, rastriginD, zdt1D, branin, hartmann6, mixed, learning-curve, "
        + "or noisy- before one of these";

    /// <summary>Deviation of the noise of "noisy-" functions.</summary>
    public const double NoiseDeviation = 0.1;

    /// <param name="seed">Of the noise, where there is any.</param>
    /// <exception cref="SearchSpaceException">Not such a name.</exception>
    public static SyntheticObjective Create(string name, ulong seed = 0) => name switch
    {
        "branin" => new Branin(),
        "hartmann6" => new Hartmann6(),
        "mixed" => new MixedConditional(),
        "learning-curve" => new LearningCurve(),
        _ when name.StartsWith("noisy-", StringComparison.Ordinal) =>
            new Noisy(Create(name["noisy-".Length..], seed), NoiseDeviation, seed),
        _ when name.StartsWith("sphere", StringComparison.Ordinal) => new Sphere(Dimensions(name, "sphere", 1)),
        _ when name.StartsWith("rastrigin", StringComparison.Ordinal) => new Rastrigin(Dimensions(name, "rastrigin", 1)),
        _ when name.StartsWith("zdt1", StringComparison.Ordinal) => new Zdt1(Dimensions(name, "zdt1", 2)),
        _ when name.StartsWith("rosenbrock", StringComparison.Ordinal) => new Rosenbrock(Dimensions(name, "rosenbrock", 2)),
        _ => throw new SearchSpaceException("objective", $"'{name}'", Allowed),
    };

    private static int Dimensions(string name, string family, int least) =>
        int.TryParse(name.AsSpan(family.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int d) && d >= least && d <= 100
            ? d
            : throw new SearchSpaceException("objective", $"'{name}'", Allowed);
}
