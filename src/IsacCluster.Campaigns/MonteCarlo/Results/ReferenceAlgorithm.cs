namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>The algorithm that ratios are quoted against: sdr, the optimum that the paper compares with.</summary>
internal static class ReferenceAlgorithm
{
    private const string Preferred = "sdr";

    /// <summary>sdr if any point ran it, else the first algorithm; null where there is nothing to compare.</summary>
    public static string? Of(CampaignResults results)
    {
        var names = Names(results);
        return names.Count < 2 ? null : names.Contains(Preferred) ? Preferred : names[0];
    }

    /// <summary>All algorithms, in the order of first appearance.</summary>
    public static IReadOnlyList<string> Names(CampaignResults results) =>
        results.Points.SelectMany(point => point.Algorithms).Select(algorithm => algorithm.Name).Distinct().ToList();
}
