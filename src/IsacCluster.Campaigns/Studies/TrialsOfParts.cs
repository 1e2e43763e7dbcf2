using IsacCluster.Campaigns.Studies.Results;

namespace IsacCluster.Campaigns.Studies;

/// <summary>The trials of a study whose tasks are parts of them.</summary>
internal static class TrialsOfParts
{
    /// <summary>By number; the outcomes themselves where trials run in one piece.</summary>
    public static IReadOnlyDictionary<long, TrialOutcome> Of(TrialOutcomes outcomes)
    {
        if (!outcomes.Trials.Values.Any(outcome => outcome.Part is not null)) return outcomes.Trials;
        var trials = new SortedDictionary<long, TrialOutcome>();
        foreach (IGrouping<long, TrialOutcome> parts in outcomes.Trials.Values.GroupBy(outcome => outcome.Part!.Trial))
            trials.Add(parts.Key, Joined([.. parts], outcomes.Trials));
        return trials;
    }

    private static TrialOutcome Joined(TrialOutcome[] parts, IReadOnlyDictionary<long, TrialOutcome> all)
    {
        TrialPart first = parts[0].Part!;
        return parts[^1] with
        {
            Intermediate = [.. parts.SelectMany(part => part.Intermediate)],
            Attempts = 1 + parts.Sum(part => part.Attempts - 1),
            Ignored = parts.Sum(part => part.Ignored),
            DurationS = parts.Any(part => part.DurationS is not null) ? parts.Sum(part => part.DurationS ?? 0) : null,
            Begins = first.Source is { } source && all.TryGetValue(source, out TrialOutcome? from) && from.Part is { } parent
                ? new TrialBeginning(parent.Trial, first.From)
                : null,
            Parts = parts.Length,
        };
    }
}
