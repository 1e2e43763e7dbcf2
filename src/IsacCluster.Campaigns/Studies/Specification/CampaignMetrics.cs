namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>What a study may ask of a validation campaign.</summary>
internal static class CampaignMetrics
{
    public const string Mse = "campaign_mse", Ratio = "campaign_mse_ratio", Satisfaction = "campaign_satisfaction";

    public static IReadOnlyList<string> Names { get; } = [Mse, Ratio, Satisfaction];

    public static bool IsOne(string metric) => Names.Contains(metric);
}
