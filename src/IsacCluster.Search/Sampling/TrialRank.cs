using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling;

/// <summary>What a trial is before its value says how good it is; the better first.</summary>
internal enum TrialClass
{
    Feasible = 0,
    Pruned = 1,
    Infeasible = 2,
    Failed = 3,
}

/// <summary>
/// The order of finished trials of one objective, best first: feasible ones by value; pruned ones, those that came further first, by their
/// last intermediate value; infeasible ones by how much they violate; equals by number. Failed trials, and pruned ones without a value,
/// have no rank.
/// </summary>
internal readonly record struct TrialRank(TrialClass Class, long LastStep, double Cost, long Number) : IComparable<TrialRank>
{
    public static TrialRank? Of(StudyView view, Trial trial)
    {
        if (trial.State == TrialState.Complete)
        {
            return trial.IsFeasible
                ? new TrialRank(TrialClass.Feasible, 0, view.Cost(0, trial.Values[0]), trial.Number)
                : new TrialRank(TrialClass.Infeasible, 0, trial.Violation, trial.Number);
        }

        if (trial.State != TrialState.Pruned || trial.Intermediate.Count == 0) return null;
        IntermediateValue last = trial.Intermediate[^1];
        return double.IsFinite(last.Value)
            ? new TrialRank(TrialClass.Pruned, last.Step, view.Cost(0, last.Value), trial.Number)
            : null;
    }

    /// <summary>The rank of a failed trial, behind all others.</summary>
    public static TrialRank Last(Trial trial) => new(TrialClass.Failed, 0, double.PositiveInfinity, trial.Number);

    public int CompareTo(TrialRank other)
    {
        if (Class != other.Class) return Class.CompareTo(other.Class);
        if (LastStep != other.LastStep) return other.LastStep.CompareTo(LastStep);
        int byCost = Cost.CompareTo(other.Cost);
        return byCost != 0 ? byCost : Number.CompareTo(other.Number);
    }
}
