using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling;

/// <summary>
/// The order of finished trials of one objective, best first: complete ones by value, then pruned ones, those that came further first,
/// by their last intermediate value; equals by number. Failed trials, and pruned ones without a value, have no rank.
/// </summary>
internal readonly record struct TrialRank(bool Pruned, long LastStep, double Cost, long Number) : IComparable<TrialRank>
{
    public static TrialRank? Of(StudyView view, Trial trial)
    {
        if (trial.State == TrialState.Complete) return new TrialRank(false, 0, view.Cost(0, trial.Values[0]), trial.Number);
        if (trial.State != TrialState.Pruned || trial.Intermediate.Count == 0) return null;
        IntermediateValue last = trial.Intermediate[^1];
        return !double.IsFinite(last.Value) ? null : new TrialRank(true, last.Step, view.Cost(0, last.Value), trial.Number);
    }

    /// <summary>The rank of a failed trial, behind all others.</summary>
    public static TrialRank Last(Trial trial) => new(true, long.MinValue, double.PositiveInfinity, trial.Number);

    public int CompareTo(TrialRank other)
    {
        if (Pruned != other.Pruned) return Pruned ? 1 : -1;
        if (LastStep != other.LastStep) return other.LastStep.CompareTo(LastStep);
        int byCost = Cost.CompareTo(other.Cost);
        return byCost != 0 ? byCost : Number.CompareTo(other.Number);
    }
}
