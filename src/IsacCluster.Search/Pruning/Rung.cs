using IsacCluster.Search.Studies;

namespace IsacCluster.Search.Pruning;

/// <summary>The values that trials reported at one step.</summary>
internal static class Rung
{
    /// <summary>Costs at exactly a step of the shown trials but one; failed trials and NaN are left out.</summary>
    public static IEnumerable<double> Costs(StudyView view, Trial except, long step, Func<long, bool> includes)
    {
        foreach (Trial other in view.Finished)
        {
            if (other.Number == except.Number || other.State == TrialState.Failed || !includes(other.Number)) continue;
            if (other.ValueAt(step) is { } value && !double.IsNaN(value)) yield return view.Cost(0, value);
        }
    }

    /// <summary>
    /// Successive halving's rule: among the costs of a rung, its own with them, the best max(1, floor(count / eta)) go on; equals do.
    /// </summary>
    public static PruneDecision Halve(StudyView view, Trial trial, long step, int eta, Func<long, bool> includes)
    {
        if (trial.ValueAt(step) is not { } value) return PruneDecision.Continue;
        if (double.IsNaN(value)) return PruneDecision.Prune;
        double own = view.Cost(0, value);
        int count = 1, better = 0;
        foreach (double cost in Costs(view, trial, step, includes))
        {
            count++;
            if (cost < own) better++;
        }

        return better < Math.Max(1, count / eta) ? PruneDecision.Continue : PruneDecision.Prune;
    }

    /// <summary>Whether a step is least * eta^k for a k >= 0.</summary>
    public static bool IsAt(long step, long least, int eta)
    {
        long rung = least;
        while (rung < step && rung <= long.MaxValue / eta) rung *= eta;
        return rung == step;
    }
}
