using IsacCluster.Campaigns.MonteCarlo.Results;

namespace IsacCluster.Campaigns.Tests.MonteCarlo.Results;

public sealed class SummaryTableTests
{
    [Fact]
    public void A_row_reads_as_a_person_would_write_it()
    {
        var table = CampaignTable.Of(ResultsBuilder.Quickstart());
        Assert.Equal(
            ["point", "algorithm", "mse (W²)", "ratio to sdr", "satisfaction", "infeasible", "failed", "mean time"], table.Headers);
        Assert.Equal(["sinr_db = 6", "sdr", "0.265 ± 0.012", "1", "98.0 % [95.0, 99.2]", "0", "0", "2.40 ms"], table.Rows[1]);
        Assert.Equal(
            ["sinr_db = 6", "zf", "0.280 ± 0.018", "1.060 [1.056, 1.064]", "96.0 % [93.0, 97.2]", "0", "0", "14.4 ms"], table.Rows[2]);
    }

    [Fact]
    public void One_sample_has_no_interval_and_says_so()
    {
        var row = CampaignTable.Of(new ResultsBuilder().Samples(1).Build()).Rows[0];
        Assert.Equal("0.2497 (no interval)", row[2]);
    }

    [Fact]
    public void Nothing_counted_is_not_a_number()
    {
        var row = CampaignTable.Of(new ResultsBuilder().Undefined().Build()).Rows[0];
        Assert.Equal(["p0", "radar", "n/a", "n/a", "n/a", "200", "0", "n/a"], row);
    }

    [Theory]
    [InlineData(3.2e-9, 0.4e-9, "(3.2 ± 0.4) × 10⁻⁹")]
    [InlineData(1234567.0, 1000.0, "(1.2346 ± 0.0010) × 10⁶")]
    [InlineData(0.25, 0.0, "0.2500 ± 0")]
    [InlineData(-0.1, 0.2, "−0.10 ± 0.20")]
    [InlineData(12.0, 0.5, "12.0 ± 0.5")]
    public void Digits_follow_the_interval(double mean, double half, string expected)
    {
        var results = new ResultsBuilder().Algorithms("sdr").Build();
        var algorithm = results.Points[0].Algorithms[0];
        algorithm = algorithm with { Mse = algorithm.Mse with { Mean = mean, Ci95 = [mean - half, mean + half] } };
        results = results with { Points = [results.Points[0] with { Algorithms = [algorithm] }] };
        Assert.Equal(expected, CampaignTable.Of(results).Rows[0][2]);
    }

    [Fact]
    public void Rows_are_as_long_as_the_header() =>
        Assert.All(SampleResults.ByName.Values, make =>
        {
            var table = CampaignTable.Of(make());
            Assert.All(table.Rows, row => Assert.Equal(table.Headers.Count, row.Count));
        });
}
