using IsacCluster.Campaigns.Datasets;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Solving;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Tests;

/// <summary>The files that the project ships in campaigns/.</summary>
public sealed class CampaignFilesTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "campaigns");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_is_valid_and_begins_with_a_comment_for_newcomers(string file)
    {
        JobSpecification read = Read(file);
        Assert.Contains(Path.GetFileNameWithoutExtension(file), new[] { read.Name, read.Kind });
        Assert.StartsWith("# ", File.ReadAllText(Path.Combine(Folder, file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table2-baselines.yaml", "grid_points", 6, 1000)]
    [InlineData("table3-baselines.yaml", "sinr_db", 8, 2000)]
    [InlineData("users-baselines.yaml", "users", 6, 1000)]
    [InlineData("noise.yaml", "noise", 7, 1000)]
    public void The_campaigns_sweep_what_they_say(string file, string field, int points, long samples)
    {
        var read = Assert.IsType<CampaignSpecification>(Read(file));
        Assert.Equal(field, Assert.Single(read.Sweep).Field);
        Assert.Equal((points, samples), (read.Points.Count, read.Samples));
        Assert.Equal(["radar", "sdr", "zf", "zf-pinv"], read.Algorithms.Select(algorithm => algorithm.Label));
        Assert.Equal(new FixedTargets([-40, 0, 40]), read.Scenario.Targets);
    }

    /// <summary>
    /// What each campaign of learned methods compares; its models are committed, so it is valid only if they are and fit every point.
    /// </summary>
    [Theory]
    [InlineData("quickstart.yaml", 2, "radar sdr zf zf-pinv gnn gnn-ip")]
    [InlineData("table2.yaml", 6, "radar sdr zf zf-pinv gnn gnn-ip")]
    [InlineData("table3.yaml", 8, "radar sdr zf zf-pinv gnn gnn-ip any any-ip dnn dnn-ip")]
    [InlineData("users.yaml", 6, "radar sdr zf zf-pinv two two-ip gnn gnn-ip dnn dnn-ip")]
    [InlineData("beampattern.yaml", 2, "radar sdr zf zf-pinv gnn gnn-ip dnn dnn-ip")]
    [InlineData("random-targets.yaml", 1, "radar sdr zf-pinv gnn gnn-ip gnn-fr dnn dnn-ip")]
    public void The_learned_campaigns_compare_what_they_say(string file, int points, string labels)
    {
        var read = Assert.IsType<CampaignSpecification>(Read(file));
        Assert.Equal((points, labels), (read.Points.Count, string.Join(' ', read.Algorithms.Select(algorithm => algorithm.Label))));
        Assert.True(read.Samples >= 1000);
    }

    /// <summary>Data folders and the committed digest are found by these ids, which therefore must not change.</summary>
    [Theory]
    [InlineData("noise.yaml", "noise-de85537fb8c0", "1c9b6175384b405b7f9045bf25b3afaef7a5558921f922f5e41e777ffc4cae4a")]
    [InlineData("solve.yaml", "example-solve-b026c682f4fa", "b026c682f4fa1f8136749d66a33234bd0cd5f2ace9a199b44741d7a6ced4895d")]
    public void Job_ids_are_those_of_earlier_versions(string file, string id, string sha256)
    {
        JobSpecification read = Read(file);
        Assert.Equal((id, sha256), (read.JobId, read.SpecSha256));
    }

    [Fact]
    public void Table_two_evaluates_every_grid_on_180_points() =>
        Assert.All(
            ((CampaignSpecification)Read("table2-baselines.yaml")).Points, point => Assert.Equal(180, point.Scenario.EvaluationGridPoints));

    [Fact]
    public void Noise_is_evenly_spaced_in_decibel()
    {
        double[] noise = [.. ((CampaignSpecification)Read("noise.yaml")).Points.Select(point => point.Scenario.Noise)];
        Assert.Equal((1e-10, 1e-8), (noise[0], noise[^1]));
        Assert.All(noise.Zip(noise.Skip(1), (a, b) => b / a), ratio => Assert.Equal(Math.Pow(10, 1.0 / 3), ratio, 1e-6));
    }

    [Fact]
    public void The_solve_example_reads_what_the_dataset_example_writes() => Assert.Equal(
        ((DatasetSpecification)Read("dataset.yaml")).OutputPath,
        ((SolveSpecification)Read("solve.yaml")).Dataset);

    private static JobSpecification Read(string file) => SampleSpecifications.Reader.Read(Path.Combine(Folder, file));
}
