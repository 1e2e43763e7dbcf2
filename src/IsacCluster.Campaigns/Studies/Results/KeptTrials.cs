using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies.Results;

/// <summary>
/// Whose files stay: those of the best trials so far, by what they violate, then by value, the earlier of equals. With several metrics the
/// front stays, which is known at the end only, so no complete trial drops out before.
/// </summary>
internal sealed class KeptTrials(StudySpecification specification)
{
    private readonly SortedSet<(double Violation, double Cost, long Number)> _best = [];

    /// <summary>Takes in the next trial; the one whose files are of no more use: itself, an earlier one, or none.</summary>
    public long? Add(long number, TrialOutcome trial)
    {
        if (specification.Keep is not { } rule) return null;
        if (trial.State == TrialState.Failed) return rule.Failed ? null : number;
        if (trial.State == TrialState.Pruned && specification.Plan is { KeepsPaused: true }) return null; // it may go on
        if (trial.State != TrialState.Complete) return number;
        if (specification.Directions.Count > 1) return null;
        _best.Add((
            specification.Scaled(trial.Constraints).Sum(excess => Math.Max(0, excess)),
            specification.Directions[0] == Direction.Minimize ? trial.Values[0] : -trial.Values[0], number));
        if (_best.Count <= rule.Best) return null;
        (double, double, long Number) worst = _best.Max;
        _best.Remove(worst);
        return worst.Number;
    }

    /// <summary>All trials whose files are of no more use.</summary>
    /// <param name="front">With several metrics.</param>
    public static IReadOnlyList<long> Dropped(
        StudySpecification specification, IReadOnlyDictionary<long, TrialOutcome> trials, IReadOnlyList<long>? front)
    {
        if (specification.Keep is null) return [];
        var kept = new KeptTrials(specification);
        List<long> dropped = [];
        foreach ((long number, TrialOutcome trial) in trials)
            if (kept.Add(number, trial) is { } one) dropped.Add(one);
        HashSet<long> staying = [.. front ?? []];
        if (front is not null)
            dropped.AddRange(trials.Where(t => t.Value.State == TrialState.Complete && !staying.Contains(t.Key)).Select(t => t.Key));
        return dropped;
    }
}
