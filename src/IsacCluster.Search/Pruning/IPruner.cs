namespace IsacCluster.Search.Pruning;

/// <summary>Whether a trial goes on.</summary>
public enum PruneDecision
{
    Continue = 0,
    Prune = 1,
}

/// <summary>
/// Stops trials that promise little, by their intermediate values of the first objective. What stops a trial at a step is one number, the
/// bound, a function of the values that other trials reported at exactly that step. So the bounds of a trial can be computed when it begins
/// (<see cref="PruneBounds"/>) and be judged wherever it runs. In a study with a lag the others are exactly the trials below n - lag, all
/// finished, so a decision does not depend on the order in which workers report (the synchronous, deterministic mode); without a lag
/// they are all trials as they stand.
/// </summary>
public interface IPruner
{
    /// <summary>Its name in specifications.</summary>
    string Name { get; }

    /// <summary>Whether a value that is not a number ends a trial, at any step.</summary>
    bool PrunesNaN => true;

    /// <summary>Whether it decides about a trial at a step.</summary>
    bool Judges(long trial, long step);

    /// <summary>Whether the values of another trial count for a trial.</summary>
    bool Compares(long trial, long other) => true;

    /// <summary>The bound from the ascending costs of the others at the step; null: the trial goes on.</summary>
    PruneBound? Bound(ReadOnlySpan<double> ascendingCosts);
}

/// <summary>A trial whose cost is above the bound is pruned.</summary>
/// <param name="OfBest">The least cost up to the step is compared; else the one at the step.</param>
public readonly record struct PruneBound(double Cost, bool OfBest);
