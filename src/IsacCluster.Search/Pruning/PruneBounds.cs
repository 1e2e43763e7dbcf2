using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Pruning;

/// <summary>The decisions of a pruner about one trial, as numbers: at which steps its cost is compared with which bound.</summary>
/// <param name="PrunesNaN">Whether a value that is not a number ends the trial.</param>
/// <param name="Steps">By step; at other steps the trial goes on.</param>
public sealed record PruneBounds(bool PrunesNaN, IReadOnlyDictionary<long, PruneBound> Steps)
{
    public static PruneBounds None { get; } = new(false, new Dictionary<long, PruneBound>());

    /// <summary>The bounds of a trial from the trials that are shown, at every step that any of them reported.</summary>
    public static PruneBounds Of(StudyView view, IPruner pruner, long trial)
    {
        if (pruner is NoPruner) return None;
        var costs = new SortedDictionary<long, List<double>>();
        foreach (Trial other in Compared(view, pruner, trial))
        {
            foreach (IntermediateValue value in other.Intermediate)
            {
                if (double.IsNaN(value.Value) || !pruner.Judges(trial, value.Step)) continue;
                if (!costs.TryGetValue(value.Step, out List<double>? atStep)) costs.Add(value.Step, atStep = []);
                atStep.Add(view.Cost(0, value.Value));
            }
        }

        var bounds = new SortedDictionary<long, PruneBound>();
        foreach ((long step, List<double> atStep) in costs)
        {
            atStep.Sort();
            if (pruner.Bound([.. atStep]) is { } bound) bounds.Add(step, bound);
        }

        return new PruneBounds(pruner.PrunesNaN, bounds);
    }

    /// <summary>Decides after a cost was reported.</summary>
    /// <param name="least">The least cost up to the step.</param>
    public PruneDecision Decide(long step, double cost, double least)
    {
        if (double.IsNaN(cost)) return PrunesNaN ? PruneDecision.Prune : PruneDecision.Continue;
        return Steps.TryGetValue(step, out PruneBound bound) && (bound.OfBest ? least : cost) > bound.Cost
            ? PruneDecision.Prune
            : PruneDecision.Continue;
    }

    /// <summary>Decides about the value that a trial reported at a step.</summary>
    internal static PruneDecision Decide(StudyView view, IPruner pruner, Trial trial, long step)
    {
        double least = double.PositiveInfinity;
        foreach (IntermediateValue value in trial.Intermediate)
        {
            if (value.Step <= step && !double.IsNaN(value.Value)) least = Math.Min(least, view.Cost(0, value.Value));
        }

        if (trial.ValueAt(step) is not { } own) return PruneDecision.Continue;
        if (double.IsNaN(own)) return pruner.PrunesNaN ? PruneDecision.Prune : PruneDecision.Continue;
        if (!pruner.Judges(trial.Number, step)) return PruneDecision.Continue;
        double[] others =
        [
            .. Compared(view, pruner, trial.Number).Select(other => other.ValueAt(step)).OfType<double>()
            .Where(value => !double.IsNaN(value))
                .Select(value => view.Cost(0, value)).Order(),
        ];
        PruneBounds bounds = pruner.Bound(others) is { } bound
            ? new PruneBounds(pruner.PrunesNaN, new Dictionary<long, PruneBound> { [step] = bound })
            : None;
        return bounds.Decide(step, view.Cost(0, own), least);
    }

    /// <summary>The trials whose values count for a trial.</summary>
    private static IEnumerable<Trial> Compared(StudyView view, IPruner pruner, long trial) => view.Finished.Where(
        other => other.Number != trial && other.State != TrialState.Failed && pruner.Compares(trial, other.Number));
}
