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

    /// <summary>One line each, the first few.</summary>
    public static IEnumerable<string> Lines(CampaignResults results)
    {
        var unfounded = Unfounded(results).ToList();
        bool several = results.Points.Count > 1;
        foreach (var (point, algorithm) in unfounded.Take(MostListed))
            yield return $"{algorithm.Name}{(several ? $" at {PointText.Label(point)}" : "")}: {algorithm.IntervalNote}.";
        if (unfounded.Count > MostListed) yield return $"{unfounded.Count - MostListed} more such notes are in results.json.";
    }

    /// <summary>Whether an interval exists and is founded.</summary>
    public static bool IsFounded(AlgorithmResults algorithm) => algorithm.IntervalNote is null;

    private static IEnumerable<(PointResults Point, AlgorithmResults Algorithm)> Unfounded(CampaignResults results) =>
        from point in results.Points
        from algorithm in point.Algorithms
        where algorithm.IntervalNote is not (null or IntervalWords.Constant)
        select (point, algorithm);
}
