using System.Text.Json;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Extension.Tests;

/// <summary>A campaign, a dataset and its solve on an array that stands outside src, beside a planar one.</summary>
[Collection(ClustersCollection.Name)]
public sealed class ArrayTests(Clusters clusters)
{
    [Fact]
    public async Task A_campaign_compares_arrays_on_a_map()
    {
        Finished campaign = await clusters.RunAsync(
            """
            kind: campaign
            name: arrays
            seed: 5
            scenario: {antennas: 6, users: 2, targets_deg: [[-30, 0], [20, 15]], beamwidth_deg: 30, grid_points: 24, elevation_points: 8,
                       channel: rician}
            sweep: {array: [{ring: {radius: 1.2}}, {planar: {rows: 2, columns: 3}}]}
            algorithms: [radar, sdr, zf, descent, mrt]
            metrics: [target_power, peak_sidelobe_db]
            samples: 4
            shard_size: 2
            """);
        JsonElement[] points = [.. campaign.Results.GetProperty("points").EnumerateArray()];
        Assert.Equal(
            ["array=ring_1.2radius", "array=planar_2rows_3columns_1row_spacing"],
            points.Select(point => point.GetProperty("id").GetString()));
        Assert.All(points, point =>
        {
            double[] errors = [.. point.GetProperty("algorithms").EnumerateArray()
                .Select(algorithm => algorithm.GetProperty("mse").GetProperty("mean").GetDouble())];
            Assert.True(errors[0] <= errors[1] + 1e-9 && errors[1] <= errors[2] + 1e-9, string.Join(' ', errors));
        });
        JsonElement targets = campaign.Results.GetProperty("scenario").GetProperty("targets_deg").GetProperty("value");
        Assert.Equal(
            [-30, 0, 20, 15], targets.EnumerateArray().SelectMany(pair => pair.EnumerateArray()).Select(angle => angle.GetDouble()));
        string report = campaign.Text("report.html");
        Assert.All(
            ["Beampattern maps", "beampattern-map-sdr", "Elevation φ"], text => Assert.Contains(text, report, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dataset_knows_its_array_and_is_solved()
    {
        Finished dataset = await clusters.RunAsync(
            """
            kind: dataset
            name: ring
            seed: 3
            scenario: {array: ring, antennas: 5, users: 2, targets: {count: 2, uniform_deg: [-40, 40], elevation_deg: [-10, 10]},
                       grid_points: 20, elevation_points: 6}
            samples: 3
            """);
        var manifest = DatasetManifest.Open(dataset.Folder);
        Assert.Equal(new RingArray(1.5), manifest.Scenario.Array);
        Sample read = manifest.ReadShard(0)[0], drawn = new SampleGenerator(manifest.Scenario, manifest.Seed).Generate(0);
        Assert.Equal(drawn.Instance.Objective.Targets, read.Instance.Objective.Targets);
        Assert.Equal(drawn.Instance.Channel.Data, read.Instance.Channel.Data);
        Assert.Contains(read.Instance.Objective.Targets, static target => target.ElevationDeg != 0);
        Finished solve = await clusters.RunAsync(
            $"kind: solve\nname: ring-designs\ndataset: {dataset.Folder}\nalgorithms: [sdr, zf-pinv]\n");
        using var designs = JsonDocument.Parse(File.ReadAllBytes(solve.Report.MainFile));
        Assert.All(designs.RootElement.GetProperty("algorithms").EnumerateArray(), algorithm =>
            Assert.Equal(3, algorithm.GetProperty("statuses").GetProperty("optimal").GetInt32()));
    }
}
