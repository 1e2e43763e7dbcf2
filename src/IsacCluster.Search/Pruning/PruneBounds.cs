using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Pruning;

/// <summary>The decisions of a pruner about one trial, as numbers: at which rungs its cost is compared with which bound.</summary>
/// <param name="PrunesNaN">Whether a value that is not a number ends the trial.</param>
/// <param name="Rungs">By ascending step; a trial is judged at its first report at or past one.</param>
public sealed record PruneBounds(bool PrunesNaN, IReadOnlyList<KeyValuePair<long, PruneBound>> Rungs)
{
    public static PruneBounds None { get; } = new(false, []);

    /// <summary>The bounds of a trial from the trials that are shown; what violates a constraint prunes nobody.</summary>
    public static PruneBounds Of(StudyView view, IPruner pruner, long trial)
    {
        if (pruner is NoPruner) return None;
        Trial[] others = [.. view.Finished.Where(
            other => other.Number != trial && other.State != TrialState.Failed && other.Violation == 0
                && pruner.Compares(trial, other.Number))];
        long[] reported = [.. new SortedSet<long>(others.SelectMany(other => other.Intermediate).Select(value => value.Step))];
        var bounds = new List<KeyValuePair<long, PruneBound>>();
        foreach (long rung in reported.Length == 0 ? [] : pruner.Rungs(trial, reported))
        {
            double[] costs =
            [
                .. others.Select(other => other.FirstFrom(rung)).Where(value => value is { Value: not double.NaN })
                    .Select(value => view.Cost(0, value!.Value.Value)).Order(),
            ];
            if (pruner.Bound(costs) is { } bound) bounds.Add(new(rung, bound));
        }

        return new PruneBounds(pruner.PrunesNaN, bounds);
    }

    /// <summary>Decides after a cost was reported: by the last rung that this report is the first to reach.</summary>
    /// <param name="before">The step of the report before; null at the first.</param>
    /// <param name="least">The least cost up to the step.</param>
    public PruneDecision Decide(long step, long? before, double cost, double least)
    {
        if (double.IsNaN(cost)) return PrunesNaN ? PruneDecision.Prune : PruneDecision.Continue;
        int at = Rungs.Count - 1;
        while (at >= 0 && Rungs[at].Key > step) at--;
        if (at < 0 || Rungs[at].Key <= before) return PruneDecision.Continue;
        PruneBound bound = Rungs[at].Value;
        return (bound.OfBest ? least : cost) > bound.Cost ? PruneDecision.Prune : PruneDecision.Continue;
    }
}
