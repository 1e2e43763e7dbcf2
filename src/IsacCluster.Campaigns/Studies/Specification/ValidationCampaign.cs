using IsacCluster.Campaigns.MonteCarlo;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>
/// A campaign on whose samples the trained network of each trial is judged, beside the baselines that the campaign lists.
/// </summary>
/// <param name="Campaign">Its algorithms are baselines; the first is the reference of ratios.</param>
/// <param name="Projects">Whether designs that miss a threshold are projected, as gnn-ip does; else they are taken as they are.</param>
public sealed record ValidationCampaign(CampaignSpecification Campaign, bool Projects)
{
    /// <summary>Everything that changes its values.</summary>
    internal object ToCanonical() => new Dictionary<string, object?>
    {
        ["campaign"] = Campaign.IdentityText,
        ["samples"] = Campaign.Samples,
        ["projection"] = Projects,
    };
}
