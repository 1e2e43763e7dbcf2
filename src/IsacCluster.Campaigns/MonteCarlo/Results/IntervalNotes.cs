using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>Which mean MSEs of a campaign have intervals that rest on too few samples, in sentences.</summary>
internal static class IntervalNotes
{
    private const int MostListed = 6;

    /// <summary>How many there are; null where every interval is founded.</summary>
    public static string? Sentence(CampaignResults results)
    {
        int noted = Unfounded(results).Count();
        int all = results.Points.Sum(point => point.Algorithms.Count);
        return noted == 0 ? null
            : $"{noted} of {NumberText.Count(all, "mean MSE")} {(noted == 1 ? "rests" : "rest")} "
                + "on too few samples for an interval to be trusted.";
    }

    /// <summary>One line for the means and ratios of a point that have the same note, the first few.</summary>
    /// <param name="reference">The algorithm to which ratios are shown; null: none are.</param>
    public static IEnumerable<string> Lines(CampaignResults results, string? reference)
    {
        var lines = (from point in results.Points
                     from noted in Means(point).Concat(Ratios(point, reference)).GroupBy(number => number.Note, number => number.Name)
                     select (Point: point, Names: string.Join(", ", noted), Note: noted.Key)).ToList();
        bool several = results.Points.Count > 1;
        foreach (var (point, names, note) in lines.Take(MostListed))
            yield return $"{names}{(several ? $" at {PointText.Label(point)}" : "")}: {note}.";
        if (lines.Count > MostListed) yield return $"{lines.Count - MostListed} more such notes are in results.json.";
    }

    private static IEnumerable<(string Name, string Note)> Means(PointResults point) =>
        from algorithm in point.Algorithms
        where algorithm.IntervalNote is not (null or IntervalWords.Constant)
        select (algorithm.Name, algorithm.IntervalNote);

    private static IEnumerable<(string Name, string Note)> Ratios(PointResults point, string? reference) =>
        from algorithm in point.Algorithms
        where reference is not null && algorithm.Name != reference
        let note = algorithm.PairedMseRatioTo.GetValueOrDefault(reference!)?.IntervalNote
        where note is not null
        select ($"{algorithm.Name} / {reference}", note);

    /// <summary>Whether an interval exists and is founded.</summary>
    public static bool IsFounded(AlgorithmResults algorithm) => algorithm.IntervalNote is null;

    private static IEnumerable<(PointResults Point, AlgorithmResults Algorithm)> Unfounded(CampaignResults results) =>
        from point in results.Points
        from algorithm in point.Algorithms
        where algorithm.IntervalNote is not (null or IntervalWords.Constant)
        select (point, algorithm);
}
