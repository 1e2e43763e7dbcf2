using IsacCluster.Search.Studies;

namespace IsacCluster.Search.Pruning;

/// <summary>Whether a trial goes on.</summary>
public enum PruneDecision
{
    Continue = 0,
    Prune = 1,
}

/// <summary>
/// Stops trials that promise little, by their intermediate values of the first objective. A decision is a function of the view, the
/// trial and the step. In a study with a lag the view shows exactly the trials below n - lag, all finished, so a decision does not
/// depend on the order in which workers report (the synchronous, deterministic mode); without a lag it shows every trial as it stands.
/// </summary>
public interface IPruner
{
    /// <summary>Its name in specifications.</summary>
    string Name { get; }

    /// <summary>Decides after the trial's value at <paramref name="step"/> was recorded. NaN is pruned by every pruner but none.</summary>
    PruneDecision Decide(StudyView view, Trial trial, long step);
}
