using System.Text.Json;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Campaigns.Solving.Cases;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Solvers;

namespace IsacCluster.Extension.Tests;

/// <summary>A dataset of the channel model, solved by the algorithm; and the algorithm as a problem of `isac solve`.</summary>
[Collection(ClustersCollection.Name)]
public sealed class DatasetTests(Clusters clusters)
{
    [Fact]
    public async Task Its_manifest_reads_back_and_its_samples_are_solved()
    {
        const int samples = 6;
        Finished dataset = await clusters.RunAsync(
            "kind: dataset\nname: drawn\nseed: 3\nscenario: {channel: {correlated: {rho: 0.7}}}\n"
                + $"samples: {samples}\nshard_size: 4\n");
        var manifest = DatasetManifest.Open(dataset.Folder);
        Assert.Equal(dataset.Report.Digest, manifest.Digest);
        Assert.Equal(new CorrelatedChannel(0.7), manifest.Scenario.Channel);
        var generator = new SampleGenerator(manifest.Scenario, manifest.Seed);
        Assert.Equal(
            Enumerable.Range(0, samples).Select(index => generator.Generate(index).Instance.Channel.Data),
            Enumerable.Range(0, manifest.Shards.Count).SelectMany(manifest.ReadShard).Select(sample => sample.Instance.Channel.Data));

        Finished solve = await clusters.RunAsync($"kind: solve\nname: mrt-designs\ndataset: {dataset.Folder}\nalgorithms: [mrt]\n");
        using var designs = JsonDocument.Parse(File.ReadAllBytes(solve.Report.MainFile));
        Assert.Equal(manifest.Digest, designs.RootElement.GetProperty("dataset_digest").GetString());
        JsonElement solved = designs.RootElement.GetProperty("algorithms")[0];
        Assert.Equal("mrt", solved.GetProperty("name").GetString());
        Assert.Equal(samples, solved.GetProperty("statuses").GetProperty("heuristic").GetInt32());
    }

    [Fact]
    public void It_is_a_problem_of_isac_solve()
    {
        Assert.Contains("mrt", CaseProblems.All);
        var scenario = new Scenario { Channel = new CorrelatedChannel(0.7) };
        SolveCase item = new("drawn", new SampleGenerator(scenario, 3).Generate(0).Instance, null);
        CaseSolution solution = Assert.Single(
            new CaseSolver(StandardCaseSolvers.Create(), TimeProvider.System).Solve([item], CaseProblems.Parse("mrt"), repeat: 1));
        Assert.Equal(SolveStatus.Heuristic, solution.Problems["mrt"].Status);
        Assert.Equal(item.Instance.Power, solution.Problems["mrt"].Design!.Power(), 1e-12);
    }
}
