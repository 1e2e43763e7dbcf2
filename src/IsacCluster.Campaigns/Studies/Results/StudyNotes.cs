using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Reporting;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies.Results;

/// <summary>What a study has to say beside its numbers, in sentences.</summary>
internal static class StudyNotes
{
    private const int MostReasons = 3;

    /// <summary>Why no trial is complete; null where one is, or where none has ended.</summary>
    public static string? Failure(IReadOnlyDictionary<long, TrialOutcome> trials)
    {
        if (trials.Count == 0 || trials.Values.Any(trial => trial.State == TrialState.Complete)) return null;
        int pruned = trials.Values.Count(trial => trial.State == TrialState.Pruned);
        return $"none of {NumberText.Count(trials.Count, "trial")} is complete; "
            + string.Join("; ", [.. pruned > 0 ? (string[])[$"{NumberText.Count(pruned)} pruned"] : [], .. Reasons(trials)]);
    }

    public static IReadOnlyList<string> Of(StudySpecification specification, IReadOnlyDictionary<long, TrialOutcome> trials) =>
    [
        .. Failure(trials) is null ? Reasons(trials).Select(reason => $"Failed: {reason}.") : [],
        .. Violations(specification, trials),
        .. Ignored(trials),
        .. specification.Prior is { Skipped.Count: > 0 } prior ? (string[])[Skipped(prior)] : [],
    ];

    /// <summary>The commonest reasons with their counts.</summary>
    private static IEnumerable<string> Reasons(IReadOnlyDictionary<long, TrialOutcome> trials)
    {
        (string Reason, int Count)[] reasons =
        [
            .. trials.Values.Where(trial => trial.State == TrialState.Failed).CountBy(trial => trial.Error ?? "no reason is known")
                .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => (pair.Key, pair.Value)),
        ];
        foreach ((string reason, int count) in reasons.Take(MostReasons)) yield return $"{NumberText.Count(count)} times {reason}";
        int others = reasons.Skip(MostReasons).Sum(pair => pair.Count);
        if (others > 0) yield return $"{NumberText.Count(others)} times other reasons";
    }

    private static IEnumerable<string> Violations(
        StudySpecification specification, IReadOnlyDictionary<long, TrialOutcome> trials)
    {
        IReadOnlyList<Constraint> constraints = specification.Objective.Constraints;
        KeyValuePair<long, TrialOutcome>[] complete = [.. trials.Where(trial => trial.Value.State == TrialState.Complete)];
        int infeasible = complete.Count(trial => !trial.Value.IsFeasible);
        if (infeasible == 0) yield break;
        IEnumerable<string> each = constraints.Select((constraint, k) => (constraint.Text, complete.Count(t => t.Value.Constraints[k] > 0)))
            .Where(count => count.Item2 > 0).Select(count => $"{count.Text} in {NumberText.Count(count.Item2)}");
        yield return $"{NumberText.Count(infeasible)} of {NumberText.Count(complete.Length, "complete trial")} "
            + $"{(infeasible == 1 ? "violates" : "violate")} a constraint: {string.Join(", ", each)}.";
        if (infeasible < complete.Length) yield break;
        int sign = specification.Directions[0] == Direction.Minimize ? 1 : -1;
        (long number, TrialOutcome nearest) = complete.MinBy(
            t => (specification.Scaled(t.Value.Constraints).Sum(e => Math.Max(0, e)), sign * t.Value.Values[0]));
        IEnumerable<string> misses = constraints.Select((constraint, k) => (constraint.Text, Excess: nearest.Constraints[k]))
            .Where(miss => miss.Excess > 0).Select(miss => $"{miss.Text} by {NumberText.Value(miss.Excess)}");
        yield return $"No trial is feasible, so there is no best one. The nearest is trial {number}, which misses "
            + $"{string.Join(", ", misses)}.";
    }

    private static IEnumerable<string> Ignored(IReadOnlyDictionary<long, TrialOutcome> trials)
    {
        int reports = trials.Values.Sum(trial => trial.Ignored), of = trials.Values.Count(trial => trial.Ignored > 0);
        if (reports > 0)
        {
            yield return $"{NumberText.Count(reports, "report")} of {NumberText.Count(of, "trial")} named a step not past the one before: "
                + "they were ignored.";
        }
    }

    private static string Skipped(PriorTrials prior) =>
        $"Of {Path.GetFileName(prior.Path)} {NumberText.Count(prior.Trials.Count, "trial")} were taken over and "
        + $"{NumberText.Count(prior.Skipped.Values.Sum(), "row")} left out: "
        + string.Join(
            ", ", prior.Skipped.OrderByDescending(pair => pair.Value).Select(pair => $"{NumberText.Count(pair.Value)} with {pair.Key}"))
        + ".";
}
