using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IsacCluster.Campaigns.MonteCarlo.Results;

namespace IsacCluster.Campaigns.Tests.MonteCarlo.Results;

public sealed class ResultsJsonTests
{
    [Fact]
    public void Keys_are_those_of_the_contract_in_its_order()
    {
        using var document = JsonDocument.Parse(ResultsJson.Write(ResultsBuilder.Quickstart()));
        var root = document.RootElement;
        Assert.Equal(["schema", "name", "digest", "complete", "points", "timing", "tasks", "manifest", "history", "poisoned"], Keys(root));
        var point = root.GetProperty("points")[0];
        Assert.Equal(["id", "params", "samples", "stop_reason", "algorithms"], Keys(point));
        var algorithm = point.GetProperty("algorithms")[1];
        Assert.Equal(
            [
                "name", "counted", "infeasible", "failed", "own_infeasible", "own_failed", "mse", "n_eff", "interval_note",
                "satisfaction", "satisfaction_ci95", "satisfied",
                "feasible_channels", "paired_mse_ratio_to", "paired_mse_difference_to", "projection_usage", "projection_usage_ci95",
                "time_s", "parts_s", "model", "failures",
            ],
            Keys(algorithm));
        Assert.Equal(["mean", "std", "ci95", "min", "p50", "p90", "p99", "max"], Keys(algorithm.GetProperty("mse")));
        Assert.Equal(["radar", "zf", "zf-pinv"], Keys(algorithm.GetProperty("paired_mse_ratio_to")));
        Assert.Equal(["mean", "ci95", "n_eff"], Keys(algorithm.GetProperty("paired_mse_ratio_to").GetProperty("zf")));
        Assert.Equal(["mean", "p50", "p99"], Keys(algorithm.GetProperty("time_s")));
        Assert.Equal(["inference", "feasibility", "projection"], Keys(point.GetProperty("algorithms")[3].GetProperty("parts_s")));
        Assert.Equal(["slots_s", "useful_s", "queue_s", "overhead_s", "wasted_s", "stages"], Keys(root.GetProperty("timing")));
        Assert.Equal(["calls", "total_s", "mean_s"], Keys(root.GetProperty("timing").GetProperty("stages").GetProperty("sdr")));
        Assert.Equal(
            [
                "spec_sha256", "versions", "isa", "host_count", "seed", "job_id", "command", "started", "finished", "cpu", "silos", "mixed",
            ],
            Keys(root.GetProperty("manifest")));
    }

    [Fact]
    public void Metrics_follow_the_projection_and_describe_themselves()
    {
        using var document = JsonDocument.Parse(ResultsJson.Write(SampleResults.ByName["metrics"]()));
        JsonElement described = document.RootElement.GetProperty("metrics")[0];
        Assert.Equal(["name", "title", "symbol", "unit", "meaning"], Keys(described));
        JsonElement metrics = document.RootElement.GetProperty("points")[0].GetProperty("algorithms")[0].GetProperty("metrics");
        Assert.Equal(["sum_rate", "ratio"], Keys(metrics));
        Assert.Equal(["mean", "std", "ci95", "min", "max", "n", "n_eff"], Keys(metrics.GetProperty("sum_rate")));
    }

    [Theory, MemberData(nameof(Names))]
    public void Reading_and_writing_again_gives_the_same_bytes(string name)
    {
        byte[] written = ResultsJson.Write(SampleResults.ByName[name]());
        Assert.Equal(written, ResultsJson.Write(ResultsJson.Read(written)));
    }

    [Fact]
    public void Doubles_keep_every_bit()
    {
        double[] hard = [0.1 + 0.2, 1.0 / 3, double.Epsilon, double.MaxValue, -0.0, 5e-324, 123456789.123456789];
        foreach (double value in hard)
        {
            var read = ResultsJson.Read(ResultsJson.Write(WithMean(value)));
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read.Points[0].Algorithms[0].Mse.Mean!.Value));
        }
    }

    [Fact]
    public void A_file_from_before_learned_algorithms_can_be_read()
    {
        var node = JsonNode.Parse(ResultsJson.Write(ResultsBuilder.Quickstart()))!;
        foreach (JsonNode? algorithm in node["points"]!.AsArray().SelectMany(point => point!["algorithms"]!.AsArray()))
        {
            foreach (string name in new[] { "projection_usage_ci95", "parts_s", "model" }) Assert.True(algorithm!.AsObject().Remove(name));
        }

        Assert.All(
            ResultsJson.Read(Encoding.UTF8.GetBytes(node.ToJsonString())).Points.SelectMany(point => point.Algorithms),
            a => Assert.Null(a.PartsS));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(null)]
    public void An_undefined_number_is_null(double? value)
    {
        byte[] written = ResultsJson.Write(WithMean(value));
        Assert.Contains("\"mean\": null", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
        Assert.Null(ResultsJson.Read(written).Points[0].Algorithms[0].Mse.Mean);
    }

    [Fact]
    public void Parameters_come_back_as_numbers_words_and_lists()
    {
        var results = new ResultsBuilder().Sweep("noise", 1e-10).Sweep("users", 2L).Sweep("channel", "rician")
            .Sweep("targets_deg", new List<object> { -40L, 0.5, 40L }).Build();
        var read = ResultsJson.Read(ResultsJson.Write(results)).Points[0].Params;
        Assert.Equal(["noise", "users", "channel", "targets_deg"], read.Keys);
        Assert.Equal(1e-10, read["noise"]);
        Assert.Equal(2L, read["users"]);
        Assert.Equal("rician", read["channel"]);
        Assert.Equal([-40L, 0.5, 40L], Assert.IsType<List<object>>(read["targets_deg"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1, 2]")]
    public void What_is_not_a_results_file_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => ResultsJson.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Another_schema_is_refused_by_name()
    {
        byte[] other = ResultsJson.Write(ResultsBuilder.Quickstart() with { Schema = "isac-results-v2" });
        Assert.Contains(
            "isac-results-v2", Assert.Throws<InvalidDataException>(() => ResultsJson.Read(other)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Names() => new(SampleResults.ByName.Keys);

    private static string[] Keys(JsonElement element) => element.EnumerateObject().Select(member => member.Name).ToArray();

    private static CampaignResults WithMean(double? mean)
    {
        var results = new ResultsBuilder().Algorithms("sdr").Build();
        var algorithm = results.Points[0].Algorithms[0];
        algorithm = algorithm with { Mse = algorithm.Mse with { Mean = mean } };
        return results with { Points = [results.Points[0] with { Algorithms = [algorithm] }] };
    }
}
