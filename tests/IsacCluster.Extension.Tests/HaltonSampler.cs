using IsacCluster.Search.Components;
using IsacCluster.Search.Sampling;
using IsacCluster.Search.Trials;

namespace IsacCluster.Extension.Tests;

/// <summary>
/// Trial n is point n + 1 + skip of the Halton sequence: coordinate i is the radical inverse of that number in the i-th prime. A point
/// that breaks a constraint is replaced by a uniform draw.
/// </summary>
/// <param name="skip">Points left out at the beginning; default 0. Two studies with the same skip see the same points.</param>
/// <remarks>J. H. Halton, "On the efficiency of certain quasi-random sequences of points", Numer. Math. 2, 1960.</remarks>
public sealed class HaltonSampler(int skip = 0) : Sampler
{
    /// <summary>Its entry in the catalogue, with its option.</summary>
    public static ComponentEntry<ISampler> Entry { get; } = new(
        "halton", [ComponentOption.Whole("skip", 0, 0)], given => new HaltonSampler(given.Whole("skip")));

    public override string Name => "halton";

    public override int MostObjectives => int.MaxValue;

    protected override double[] Draw(StudyView history, long trial, int attempt)
    {
        if (attempt > 0) return Uniform(history, trial, attempt);
        double[] unit = new double[history.Space.Count];
        int prime = 1;
        for (int i = 0; i < unit.Length; i++)
        {
            prime = NextPrime(prime);
            unit[i] = RadicalInverse(trial + 1 + skip, prime);
        }

        return AtUnit(history.Space, unit);
    }

    /// <summary>The digits of n in a base, mirrored at the point: 6 = 110 in base 2 gives 0.011 = 3/8.</summary>
    private static double RadicalInverse(long n, int radix)
    {
        double inverse = 0, weight = 1;
        for (; n > 0; n /= radix) inverse += n % radix * (weight /= radix);
        return inverse;
    }

    private static int NextPrime(int above)
    {
        int candidate = above + 1;
        while (Enumerable.Range(2, candidate - 2).Any(divisor => candidate % divisor == 0)) candidate++;
        return candidate;
    }
}
