using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Reporting;
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
