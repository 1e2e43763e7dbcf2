using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>
/// Which samples entered no mean and whose they are. With common samples a missing design takes the sample from all algorithms of the
/// point, and the counts are the same for each; without, each algorithm lacks its own.
/// </summary>
internal static class Exclusions
{
    public static bool AreCommon(CampaignResults results) => results.CommonSamples ?? true;

    /// <summary>Samples excluded because an algorithm failed; without common samples the algorithms' own, summed.</summary>
    public static long Failed(CampaignResults results) => results.Points.Sum(point => Sum(results, point, algorithm => algorithm.Failed));

    /// <summary>The same of infeasibility.</summary>
    public static long Infeasible(CampaignResults results) =>
        results.Points.Sum(point => Sum(results, point, algorithm => algorithm.Infeasible));

    public static long Of(CampaignResults results, PointResults point) =>
        Sum(results, point, algorithm => algorithm.Failed + algorithm.Infeasible);

    /// <summary>How many samples are excluded and whose they are, in one or two sentences; null where none is.</summary>
    public static string? Sentence(CampaignResults results) =>
        Failed(results) + Infeasible(results) == 0 ? null : AreCommon(results) ? Common(results) : Own(results);

    private static long Sum(CampaignResults results, PointResults point, Func<AlgorithmResults, long> count) =>
        AreCommon(results) ? point.Algorithms.Select(count).FirstOrDefault() : point.Algorithms.Sum(count);

    private static string Common(CampaignResults results)
    {
        long failed = Failed(results), infeasible = Infeasible(results), all = results.Points.Sum(point => point.Samples);
        string causes = string.Join(" and ", Causes(infeasible, failed, "because an algorithm failed"));
        return $"Excluded for all algorithms alike: {causes}, "
            + $"{NumberText.Share((failed + infeasible) / (double)all)} of all samples{Whose(results, failed + infeasible)}.";
    }

    /// <summary>": by zf alone 12, by several 3"; empty where a version that did not count them wrote some of the results.</summary>
    private static string Whose(CampaignResults results, long excluded)
    {
        var points = results.Points.Where(point => Of(results, point) > 0).ToList();
        if (points.Any(point => point.Algorithms.Any(algorithm => algorithm.ExcludedAlone is null))) return "";
        var alone = points.SelectMany(point => point.Algorithms).GroupBy(algorithm => algorithm.Name)
            .Select(group => (Name: group.Key, Count: group.Sum(algorithm => algorithm.ExcludedAlone!.Value)))
            .Where(by => by.Count > 0).ToList();
        long several = excluded - alone.Sum(by => by.Count);
        var parts = alone.Select(by => $"by {by.Name} alone {NumberText.Count(by.Count)}").ToList();
        if (several > 0) parts.Add($"by several {NumberText.Count(several)}");
        return ": " + string.Join(", ", parts);
    }

    private static IEnumerable<string> Causes(long infeasible, long failed, string ofFailure)
    {
        if (infeasible > 0) yield return $"{NumberText.Count(infeasible)} as infeasible";
        if (failed > 0) yield return $"{NumberText.Count(failed)} {ofFailure}";
    }

    private static string Own(CampaignResults results)
    {
        var lacking = results.Points.SelectMany(point => point.Algorithms).GroupBy(algorithm => algorithm.Name)
            .Select(group => (Name: group.Key, Infeasible: group.Sum(a => a.Infeasible), Failed: group.Sum(a => a.Failed)))
            .Where(by => by.Infeasible + by.Failed > 0)
            .Select(by => $"{by.Name} {string.Join(" and ", Causes(by.Infeasible, by.Failed, "as failed"))}");
        return "Each algorithm is averaged over the samples on which it returned a design itself, and compared with another over those on"
            + $" which both did. Samples without one: {string.Join(", ", lacking)}.";
    }
}
