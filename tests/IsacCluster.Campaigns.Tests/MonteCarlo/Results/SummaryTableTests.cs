using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Isac.Randomness;
using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.Tests.MonteCarlo.Results;

public sealed class SummaryTableTests
{
    [Fact]
    public void A_row_reads_as_a_person_would_write_it()
    {
        var table = CampaignTable.Of(ResultsBuilder.Quickstart());
        Assert.Equal(
            ["point", "algorithm", "n/inf/fail", "mse (W²)", "ratio to sdr", "satisfaction", "mean time"], table.Headers);
        Assert.Equal(["sinr_db = 6", "sdr", "200/0/0", "0.265 ± 0.012", "1", "98.0 % [95.0, 99.2]", "2.40 ms"], table.Rows[1]);
        Assert.Equal(
            ["sinr_db = 6", "zf", "200/0/0", "0.280 ± 0.018", "1.060 [1.056, 1.064]", "96.0 % [93.0, 97.2]", "14.4 ms"],
            table.Rows[2]);
        Assert.Equal( // what a narrow terminal shows
            ["point", "algorithm", "n/inf/fail", "ratio to sdr", "satisfaction"],
            table.Headers.Where((_, column) => table.Ranks![column] == 0));
    }

    [Fact]
    public void Metrics_follow_and_what_designs_optimise_is_always_shown()
    {
        var table = CampaignTable.Of(new ResultsBuilder()
            .Metrics(new("sum_rate", "Sum rate", "C", "bit/s/Hz", "a rate"), new("objective_value", "Objective", "f(R)", "", "a value"))
            .Build());
        Assert.Equal(["sum rate (bit/s/Hz)", "objective value"], table.Headers.Skip(7));
        Assert.Equal([3, 0], table.Ranks!.Skip(7));
        Assert.All(table.Rows, row => Assert.Contains(" ± ", row[8], StringComparison.Ordinal));
    }

    [Fact]
    public void One_sample_has_no_interval_and_says_so()
    {
        var row = CampaignTable.Of(new ResultsBuilder().Samples(1).Build()).Rows[0];
        Assert.Equal("0.2497 (no interval)", row[3]);
    }

    [Theory]
    [InlineData(12.7, "rests on about 12 of 200 samples; the interval may be too narrow", true, "0.265 ± 0.012 (rests on 12)")]
    [InlineData(
        null, "all 200 samples agree to eight digits; by the rule of three up to 1.50 % may differ", false,
        "0.2647 (all 200 samples agree to eight digits)")]
    [InlineData(null, "exact: the same for every sample, no channel enters it", false, "0.2647 (exact)")]
    [InlineData(80.0, null, true, "0.265 ± 0.012")]
    public void Words_stand_beside_a_number_that_rests_on_few_samples(double? effective, string? note, bool interval, string expected)
    {
        var results = new ResultsBuilder().Algorithms("sdr", "zf").Build();
        var algorithm = results.Points[0].Algorithms[1];
        algorithm = algorithm with
        {
            Mse = algorithm.Mse with { Ci95 = interval ? [0.2647 - 0.012, 0.2647 + 0.012] : null, Mean = 0.2647 },
            NEff = effective,
            IntervalNote = note,
        };
        var table = CampaignTable.Of(results with { Points = [results.Points[0] with { Algorithms = [algorithm] }] });
        Assert.Equal(expected, table.Rows[0][3]);
        Assert.Equal(note is not null && expected != "0.2647 (exact)", table.Note!.Contains($"zf: {note}.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_ratio_that_rests_on_few_samples_is_named_with_the_means_of_the_same_note()
    {
        var results = new ResultsBuilder().Algorithms("sdr", "zf", "radar").Build();
        const string few = "rests on about 5 of 200 samples; the interval may be too narrow";
        var noted = from algorithm in results.Points[0].Algorithms
                    select algorithm with
                    {
                        IntervalNote = algorithm.Name switch { "sdr" => few, "radar" => IntervalWords.Constant, _ => null },
                        PairedMseRatioTo = algorithm.PairedMseRatioTo.ToDictionary(
                            ratio => ratio.Key, ratio => algorithm.Name == "radar" ? ratio.Value with { IntervalNote = few } : ratio.Value),
                    };
        var table = CampaignTable.Of(results with { Points = [results.Points[0] with { Algorithms = [.. noted] }] });
        Assert.Contains($"\nsdr, radar / sdr: {few}.", table.Note!, StringComparison.Ordinal);
    }

    [Fact]
    public void No_number_of_a_table_says_that_it_has_no_error()
    {
        var stream = new RandomStream(5, StreamPurpose.Fading, 0);
        for (int i = 0; i < 2000; i++)
        {
            (double u, double v) = stream.NextUniformPair();
            double mean = Math.Pow(10, 20 * u - 10), half = i % 7 == 0 ? 0 : mean * Math.Pow(10, -18 * v);
            string[] texts =
            [
                NumberText.PlusMinus(mean, [mean - half, mean + half]), NumberText.WithInterval(mean, [mean - half, mean + half]),
            ];
            Assert.All(texts, text => Assert.DoesNotMatch("± [0.]+($|[^0-9.])", text));
        }
    }

    [Fact]
    public void Nothing_counted_is_not_a_number()
    {
        var row = CampaignTable.Of(new ResultsBuilder().Undefined().Build()).Rows[0];
        Assert.Equal(["p0", "radar", "0/200/0", "n/a", "n/a", "n/a", "n/a"], row);
    }

    [Theory]
    [InlineData(3.2e-9, 0.4e-9, "(3.2 ± 0.4) × 10⁻⁹")]
    [InlineData(1234567.0, 1000.0, "(1.2346 ± 0.0010) × 10⁶")]
    [InlineData(0.25, 0.0, "0.2500 (no spread seen)")]
    [InlineData(0.25, 1.5e-12, "0.25000000 ± 1.5 × 10⁻¹²")]
    [InlineData(0.25, 4.9e-9, "0.25000000 ± 4.9 × 10⁻⁹")]
    [InlineData(0.25, 5.1e-9, "0.25000000 ± 0.00000001")]
    [InlineData(-0.1, 0.2, "−0.10 ± 0.20")]
    [InlineData(12.0, 0.5, "12.0 ± 0.5")]
    public void Digits_follow_the_interval(double mean, double half, string expected)
    {
        var results = new ResultsBuilder().Algorithms("sdr").Build();
        var algorithm = results.Points[0].Algorithms[0];
        algorithm = algorithm with { Mse = algorithm.Mse with { Mean = mean, Ci95 = [mean - half, mean + half] } };
        results = results with { Points = [results.Points[0] with { Algorithms = [algorithm] }] };
        Assert.Equal(expected, CampaignTable.Of(results).Rows[0][3]);
    }

    [Fact]
    public void Rows_are_as_long_as_the_header() =>
        Assert.All(SampleResults.ByName.Values, make =>
        {
            var table = CampaignTable.Of(make());
            Assert.All(table.Rows, row => Assert.Equal(table.Headers.Count, row.Count));
        });
}
