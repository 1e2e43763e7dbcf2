using IsacCluster.Campaigns.MonteCarlo.Comparison;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Campaigns.Tests.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

public sealed class ComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_interval_of_independent_means_has_the_root_of_the_sum_of_squares_of_both_and_keeps_their_skewness()
    {
        double[] around = DifferenceEstimate.Independent(1, [0.7, 1.3], 2, [1.6, 2.4])!;
        Assert.Equal([0.5, 1.5], around, (expected, actual) => Math.Abs(expected - actual) < 1e-12);
        double[] skew = DifferenceEstimate.Independent(0.99, [0.95, 1], 0.5, [0.4, 0.6])!; // of proportions
        Assert.Equal(-0.49 - Math.Sqrt(0.01 + 0.0001), skew[0], 1e-12);
        Assert.Equal(-0.49 + Math.Sqrt(0.01 + 0.0016), skew[1], 1e-12);
        Assert.Equal([0.0, 0.0], DifferenceEstimate.Independent(3, [3, 3], 3, [3, 3])!);
        Assert.Null(DifferenceEstimate.Independent(1, null, 2, [1, 3]));
    }

    [Fact]
    public void Pairs_give_the_interval_of_their_differences_and_trajectories_are_its_units()
    {
        (long, double, double)[] pairs = [(0, 1, 1.5), (1, 2, 2.5), (2, 3, 4), (5, 10, 10.6)];
        var (a, b, difference, ends, note, count) = DifferenceEstimate.Paired(pairs, 1, 0);
        Assert.Equal((4, 18.6 / 4, 0.65, 4), (a!.Value, b!.Value, Math.Round(difference!.Value, 12), count));
        double[] differences = [0.5, 0.5, 1, 0.6];
        double s = Math.Sqrt(differences.Sum(d => (d - 0.65) * (d - 0.65)) / 3);
        double half = 3.182 * s / 2; // Student's, and from it longer to the side of the long tail
        Assert.True(ends![0] > 0.65 - half && ends[0] < 0.65 && ends[1] > 0.65 + half);
        Assert.Contains("rests on", note, StringComparison.Ordinal);

        // Two slots each: samples 0 and 1 are one observation.
        (long, double, double)[] slots = [.. Enumerable.Range(0, 40).Select(k => ((long)k, (double)k, k + 1.0 + k / 2 % 3))];
        double Length(int each) => DifferenceEstimate.Paired(slots, each, 0).Interval is { } interval ? interval[1] - interval[0] : 0;
        Assert.InRange(Length(2) / Length(1), 1.3, 1.6); // both samples of a trajectory agree: half as many observations
    }

    [Fact]
    public void A_folder_without_results_is_said_to_have_none()
    {
        File.WriteAllText(_folder["study.json"], "{}");
        string folder = Path.GetDirectoryName(_folder["study.json"])!;
        Assert.Equal(
            $"B: folder '{folder}' has no results.json; expected the report of a campaign.",
            Assert.Throws<SpecificationException>(() => SideFile.Read("B", folder)).Message);
    }

    [Theory]
    [InlineData("noise: 1E-10, power: 1.0", 0)]
    [InlineData("noise: 2e-10, power: 1", 1)]
    public void Fields_differ_where_their_values_do_and_not_where_numbers_are_spelled_in_another_way(string fields, int differences)
    {
        CampaignResults results = ResultsBuilder.Quickstart() with { Specification = "scale: {noise: 1e-10, power: 1}" };
        CampaignResults other = results with { Specification = $"scale: {{{fields}}}" };
        Assert.Equal(differences, SpecificationDifferences.Of(results, other).Count);
        Manifest Of(string version) => results.Manifest with { Versions = new Dictionary<string, string> { ["isac"] = version } };
        Assert.Single(SpecificationDifferences.Of(results with { Manifest = Of("1.1") }, results with { Manifest = Of("1.10") }));
    }

    [Fact]
    public void Rows_of_a_point_are_found_wherever_they_stand_and_what_is_no_row_is_refused()
    {
        string path = _folder["rows.csv"];
        File.WriteAllText(path, """
            point,sample,feasible,algorithm,status,mse,satisfied,projected,sinr,metric_sum_rate
            "sinr_db=8, users=2",0,true,sdr,optimal,0.25,true,,1 2,3.5
            "sinr_db=8, users=2",1,false,sdr,infeasible,,false,,,
            "sinr_db=3",0,true,sdr,optimal,0.125,false,,1,

            """.ReplaceLineEndings("\n"));
        var rows = new RowFile(path);
        var point = rows.Point("sinr_db=8, users=2")["sdr"];
        Assert.Equal((0.25, true, 3.5), (point[0].Mse, point[0].Satisfied, point[0].Metrics[0]));
        Assert.Equal((null, null, null), (point[1].Mse, point[1].Satisfied, point[1].Metrics[0]));
        Assert.False(rows.Point("sinr_db=3")["sdr"][0].Satisfied);
        Assert.Empty(rows.Point("sinr_db=4"));

        File.WriteAllText(path, "point,sample\n");
        string refused = Assert.Throws<InvalidDataException>(() => new RowFile(path)).Message;
        Assert.Contains("no column feasible", refused, StringComparison.Ordinal);
    }
}
