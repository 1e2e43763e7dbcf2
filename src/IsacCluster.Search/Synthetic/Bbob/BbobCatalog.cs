namespace IsacCluster.Search.Synthetic.Bbob;

/// <summary>A function by its name in the definitions, and its value above the optimum's, given an instance.</summary>
internal sealed record BbobEntry(string Title, Func<BbobInstance, Func<double[], double>> Create);

/// <summary>The functions f1 to f24, in order.</summary>
internal static class BbobCatalog
{
    public static IReadOnlyList<BbobEntry> Entries { get; } =
    [
        new("sphere", Separable.Sphere),
        new("ellipsoid, separable", Separable.Ellipsoid),
        new("Rastrigin, separable", Separable.Rastrigin),
        new("Bueche and Rastrigin", Separable.BuecheRastrigin),
        new("linear slope", Separable.LinearSlope),
        new("attractive sector", Moderate.AttractiveSector),
        new("step ellipsoid", Moderate.StepEllipsoid),
        new("Rosenbrock", Moderate.Rosenbrock),
        new("Rosenbrock, rotated", Moderate.RotatedRosenbrock),
        new("ellipsoid", IllConditioned.Ellipsoid),
        new("discus", IllConditioned.Discus),
        new("bent cigar", IllConditioned.BentCigar),
        new("sharp ridge", IllConditioned.SharpRidge),
        new("different powers", IllConditioned.DifferentPowers),
        new("Rastrigin", Multimodal.Rastrigin),
        new("Weierstrass", Multimodal.Weierstrass),
        new("Schaffer F7", Multimodal.Schaffer),
        new("Schaffer F7, ill-conditioned", Multimodal.IllConditionedSchaffer),
        new("Griewank and Rosenbrock F8F2", Multimodal.GriewankRosenbrock),
        new("Schwefel", WeakStructure.Schwefel),
        new("Gallagher, 101 peaks", instance => GallagherPeaks.Of(instance, 101, 1000, 5, 4)),
        new("Gallagher, 21 peaks", instance => GallagherPeaks.Of(instance, 21, 1_000_000, 4.9, 3.92)),
        new("Katsuura", WeakStructure.Katsuura),
        new("Lunacek bi-Rastrigin", WeakStructure.Lunacek),
    ];
}
