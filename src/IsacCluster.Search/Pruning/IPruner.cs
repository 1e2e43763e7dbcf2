using IsacCluster.Search.Promotion;

namespace IsacCluster.Search.Pruning;

/// <summary>Whether a trial goes on.</summary>
public enum PruneDecision
{
    Continue = 0,
    Prune = 1,
}

/// <summary>
/// Stops trials that promise little, by their intermediate values of the first objective. It decides at rungs, which are steps: a trial is
/// judged at its first report at or past a rung, by one number, the bound, a function of what other trials reported at or past it first. So
/// the bounds of a trial can be computed when it begins (<see cref="PruneBounds"/>) and be judged wherever it runs. In a study with a lag
/// the others are exactly the trials below n - lag, all finished, so a decision does not depend on the order in which workers report (the
/// synchronous, deterministic mode); without a lag they are all that have finished.
/// </summary>
public interface IPruner
{
    /// <summary>Its name in specifications.</summary>
    string Name { get; }

    /// <summary>Where trials pause and go on later, instead of being stopped: who goes on; else null.</summary>
    IPartPlan? Plan => null;

    /// <summary>Whether a value that is not a number ends a trial, at any step.</summary>
    bool PrunesNaN => true;

    /// <summary>The rungs of a trial, ascending, up to the last of the steps that the others have reported.</summary>
    /// <param name="reported">Steps that others have reported, ascending; at least one.</param>
    IEnumerable<long> Rungs(long trial, IReadOnlyList<long> reported);

    /// <summary>Whether the values of another trial count for a trial.</summary>
    bool Compares(long trial, long other) => true;

    /// <summary>The bound from the ascending costs of the others at a rung; null: the trial goes on.</summary>
    PruneBound? Bound(ReadOnlySpan<double> ascendingCosts);
}

/// <summary>A trial whose cost is above the bound is pruned.</summary>
/// <param name="OfBest">The least cost up to the report is compared; else the one of the report.</param>
public readonly record struct PruneBound(double Cost, bool OfBest);
