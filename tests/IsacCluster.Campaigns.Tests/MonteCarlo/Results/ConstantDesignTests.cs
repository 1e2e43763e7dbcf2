using System.Text.Json.Nodes;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Tests.MonteCarlo.Results;

/// <summary>A design that depends on no channel is exact, and everything that shows its mean says so in the same words.</summary>
public sealed class ConstantDesignTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Console_report_and_results_say_exact_also_of_trajectories(int slots)
    {
        var job = new CampaignJob(
            (CampaignSpecification)new SpecificationReader().Parse(
                $$"""
                kind: campaign
                name: unit
                scenario: {antennas: 4, grid_points: 36, slots: {{slots}}}
                sweep: {sinr_db: [6, 8]}
                algorithms: [radar, zf-pinv]
                samples: 10
                """, "unit.yaml"),
            _folder.Path, TimeProvider.System);
        JobReport report = job.WriteReport(CampaignJobTests.Outcome(job, [5, 5], "samples"), _folder.Path);
        foreach (JsonNode? point in JsonNode.Parse(File.ReadAllText(report.ResultsFile))!["points"]!.AsArray())
        {
            JsonNode radar = point!["algorithms"]![0]!;
            Assert.Equal(IntervalWords.Constant, (string?)radar["interval_note"]);
            Assert.Null(radar["mse"]!["ci95"]);
            Assert.Null(radar["n_eff"]);
        }

        Assert.Equal(2, report.Summary!.Rows.Count(row => row[1] == "radar" && row[3].EndsWith("(exact)", StringComparison.Ordinal)));
        string page = File.ReadAllText(report.MainFile);
        Assert.Contains("(exact)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("no spread seen", page + report.Summary.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interval_of_no_length_is_none() => Assert.Equal(
        "0.2497 (exact)", IntervalWords.PlusMinus(0.2497, [0.2497, 0.2497], 2, IntervalWords.Constant));
}
