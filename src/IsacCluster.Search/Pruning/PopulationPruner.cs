using IsacCluster.Search.Promotion;
using IsacCluster.Search.Space;

namespace IsacCluster.Search.Pruning;

/// <summary>Population-based training: trials pause after each interval, and the worst take over from the best (<see
/// cref="PopulationPlan"/>).</summary>
/// <param name="population">Members, at least 2.</param>
/// <param name="interval">Steps of a generation, at least 1.</param>
/// <param name="steps">Of a full evaluation, at least the interval.</param>
/// <param name="share">Of the members that are replaced, above 0 and at most 1/2.</param>
/// <param name="resample">Probability that a parameter is drawn anew, from 0 to 1.</param>
/// <param name="perturb">By how much of its range another one moves, above 0 and below 1.</param>
/// <exception cref="SearchSpaceException">One of these rules is broken.</exception>
public sealed class PopulationPruner(
    int population, long interval, long steps, double share = 0.25, double resample = 0.25, double perturb = 0.1) : IPruner
{
    public string Name => "pbt";

    public IPartPlan? Plan { get; } =
        population < 2 ? throw new SearchSpaceException("pbt", $"population {population}", "at least 2")
        : interval < 1 || interval > steps ? throw new SearchSpaceException("pbt", $"interval {interval}", $"1 to {steps}, the steps")
        : !(share > 0 && share <= 0.5) ? throw new SearchSpaceException("pbt", $"share {share}", "above 0 and at most 0.5")
        : new PopulationPlan(population, interval, steps, share, new Exploration(resample, perturb));

    public IEnumerable<long> Rungs(long trial, IReadOnlyList<long> reported) => [];

    public PruneBound? Bound(ReadOnlySpan<double> ascendingCosts) => null;
}
