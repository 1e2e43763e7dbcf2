using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Jobs;
using IsacCluster.Networks.Models;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Studies.Objectives;

/// <summary>
/// A trained network on the samples of a validation campaign, as a campaign evaluates it: the mean over its points of the mean MSE, of the
/// ratio of mean MSEs to the campaign's first baseline on the same samples, and of the SINR satisfaction of feasible channels.
/// </summary>
internal static class CampaignMeasurement
{
    /// <summary>The values by their names.</summary>
    /// <exception cref="TrialFailedException">The network does not fit a point, or no sample of a point counts.</exception>
    /// <exception cref="OperationCanceledException">The user cancelled or the host is stopping.</exception>
    public static IReadOnlyDictionary<string, double> Measure(
        ValidationCampaign validation, DesignModel model, TimeProvider time, CancellationToken cancellation)
    {
        CampaignSpecification campaign = validation.Campaign;
        PointStatistics[] points = [.. campaign.Points.Select(point => Evaluate(validation, point, model, time, cancellation))];
        int network = campaign.Algorithms.Count;
        return new Dictionary<string, double>
        {
            [CampaignMetrics.Mse] = points.Average(point => Known(point.Mse.Variables[network].Mean)),
            [CampaignMetrics.Ratio] = points.Average(point => Known(point.Mse.Ratio(network, 0).Value)),
            [CampaignMetrics.Satisfaction] = points.Average(point => point.FeasibleChannels == 0
                ? Known(null)
                : (double)point.Algorithms[network].Satisfied / point.FeasibleChannels),
        };
    }

    private static PointStatistics Evaluate(
        ValidationCampaign validation, SweepPoint point, DesignModel model, TimeProvider time, CancellationToken cancellation)
    {
        var network = new NetworkModel(model);
        if (network.Refusal(point.Scenario) is { } refusal) throw new TrialFailedException($"campaign: {refusal}", mayPass: false);
        CampaignSpecification campaign = validation.Campaign;
        var memo = new SampleMemo();
        IDesignAlgorithm[] algorithms =
        [
            .. campaign.Algorithms.Select(baseline => baseline.Create(point, memo)),
            new LearnedAlgorithm(
                "network", network.CreateInference(),
                validation.Projects ? DesignRepairs.Create(DesignRepair.Projection, memo.MinimumPowers) : null),
        ];
        var evaluator = new SampleEvaluator(point.Scenario, campaign.Seed, algorithms, memo);
        var statistics = new PointStatistics(new StatisticsLayout(new bool[algorithms.Length], CommonSamples: campaign.CommonSamples));
        var clock = new StageClock(time);
        for (long first = 0; first < campaign.Samples; first += evaluator.LargestChunk)
        {
            int count = (int)Math.Min(evaluator.LargestChunk, campaign.Samples - first);
            foreach (SampleEvaluation evaluation in evaluator.Evaluate(first, count, clock, cancellation)) statistics.Add(evaluation);
        }

        return statistics;
    }

    private static double Known(double? value) => value
        ?? throw new TrialFailedException("campaign: no sample counts at one of its points: all are infeasible or failed", mayPass: false);
}
