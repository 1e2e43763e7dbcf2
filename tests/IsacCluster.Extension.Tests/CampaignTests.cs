using System.Globalization;
using System.Text.Json;
using IsacCluster.Campaigns;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Isac.Channels;

namespace IsacCluster.Extension.Tests;

/// <summary>A campaign of an algorithm, a channel model and a metric that stand outside src.</summary>
[Collection(ClustersCollection.Name)]
public sealed class CampaignTests(Clusters clusters)
{
    private const int Samples = 12;

    private const string Spec =
        """
        kind: campaign
        name: extended
        seed: 5
        scenario: {users: 3}
        sweep: {channel: [rayleigh, {correlated: {rho: 0.9}}]}
        algorithms: [mrt, radar]
        metrics: [rate_fairness]
        samples: 12
        shard_size: 4
        rows: true
        """;

    [Fact]
    public async Task Results_tables_report_and_replay_hold_all_three()
    {
        Finished campaign = await clusters.RunAsync(Spec);
        Assert.Equal("rate_fairness", campaign.Results.GetProperty("metrics")[0].GetProperty("name").GetString());
        JsonElement[] points = [.. campaign.Results.GetProperty("points").EnumerateArray()];
        Assert.Equal(["channel=rayleigh", "channel=correlated_0.9rho"], points.Select(point => point.GetProperty("id").GetString()));
        JsonElement[] ratio = [.. points.Select(point => point.GetProperty("algorithms")[0])];
        Assert.All(ratio, algorithm =>
        {
            Assert.Equal("mrt", algorithm.GetProperty("name").GetString());
            Assert.Equal(Samples, algorithm.GetProperty("counted").GetInt32());
            JsonElement fairness = algorithm.GetProperty("metrics").GetProperty("rate_fairness");
            Assert.Equal(Samples, fairness.GetProperty("n").GetInt32());
            Assert.InRange(fairness.GetProperty("min").GetDouble(), 1.0 / 3, fairness.GetProperty("max").GetDouble());
            Assert.InRange(fairness.GetProperty("max").GetDouble(), 1.0 / 3, 1);
        });
        Assert.NotEqual(Mse(ratio[0]), Mse(ratio[1]));
        Assert.Contains("metric_rate_fairness_mean", campaign.Text("results.csv"), StringComparison.Ordinal);
        string report = campaign.Text("report.html");
        Assert.All(["mrt", "Fairness of rates", "correlated_0.9rho"], text => Assert.Contains(text, report, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_replayed_sample_is_that_of_the_campaign_to_the_bit()
    {
        const string point = "channel=correlated_0.9rho";
        Finished campaign = await clusters.RunAsync(Spec.Replace("extended", "replayed", StringComparison.Ordinal));
        string[] row = campaign.Text("rows.csv").Split('\n')
            .Where(line => line.StartsWith($"\"{point}\",7,", StringComparison.Ordinal))
            .Single(line => line.Contains(",mrt,", StringComparison.Ordinal))
            .Split(',');
        var specification = (CampaignSpecification)new SpecificationReader().Parse(Spec, "job.yaml");
        Assert.Equal(new CorrelatedChannel(0.9), Assert.IsAssignableFrom<ChannelModel>(specification.Points[1].Scenario.Channel));
        var replay = (ReplayedSample)JobKinds.Of(specification).Replay(specification, point, 7, TimeProvider.System).Data;
        Assert.Equal(("mrt", "heuristic"), (replay.Algorithms[0].Name, replay.Algorithms[0].Status));
        Assert.Equal(double.Parse(row[5], CultureInfo.InvariantCulture), replay.Algorithms[0].Mse);
        Assert.Equal(row[8].Split(' ').Select(sinr => double.Parse(sinr, CultureInfo.InvariantCulture)), replay.Algorithms[0].Sinr);
    }

    private static double Mse(JsonElement algorithm) => algorithm.GetProperty("mse").GetProperty("mean").GetDouble();
}
