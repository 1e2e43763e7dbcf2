using System.Text.Json.Nodes;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Jobs;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

/// <summary>Which samples are listed as failed, and where.</summary>
public sealed class FailureLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(400)]
    public void The_first_hundred_are_kept_failures_first_whatever_the_split_and_the_order(int shard)
    {
        // Every second sample is infeasible, every tenth failed.
        SampleEvaluation[] samples = [.. Enumerable.Range(0, 400).Select(i => new SampleEvaluation(i, true,
        [
            PointStatisticsTests.Solved(1),
            i % 10 == 9 ? PointStatisticsTests.Without(SolveStatus.NumericalFailure)
                : i % 2 == 0 ? PointStatisticsTests.Without(SolveStatus.Infeasible) : PointStatisticsTests.Solved(1),
        ]))];
        var merged = new PointStatistics(2);
        foreach (SampleEvaluation[] part in samples.Chunk(shard).Reverse())
        {
            var partial = new PointStatistics(2);
            foreach (SampleEvaluation sample in part) partial.Add(sample);
            merged.Merge(PointStatistics.FromBytes(2, partial.ToBytes()));
        }

        Assert.Empty(merged.Failures[0].Entries);
        FailedSample[] failed = [.. merged.Failures[1].Entries];
        Assert.Equal(FailureLog.Most, failed.Length);
        Assert.Equal(Enumerable.Range(0, 40).Select(k => 10L * k + 9), failed[..40].Select(entry => entry.Sample));
        Assert.Equal(Enumerable.Range(0, 60).Select(k => 2L * k), failed[40..].Select(entry => entry.Sample));
        Assert.All(failed[40..], entry => Assert.Equal(SolveStatus.Infeasible, entry.Status));
    }

    [Theory]
    [InlineData(2, 100)]
    [InlineData(1000, 20)]
    [InlineData(30_000, 1)]
    public void Words_are_kept_and_a_campaign_of_many_points_logs_fewer_of_each(int pointsTimesAlgorithms, int most)
    {
        Assert.Equal(most, FailureLog.MostOf(pointsTimesAlgorithms));
        var layout = new StatisticsLayout([false], Failures: most);
        var merged = new PointStatistics(layout);
        for (int i = 199; i >= 0; i--)
        {
            var one = new PointStatistics(layout);
            string why = i == 0 ? new string('ä', 1000) : $"gap {i}";
            one.Add(new SampleEvaluation(i, true, [PointStatisticsTests.Without(SolveStatus.IterationLimit) with { Why = why }]));
            merged.Merge(PointStatistics.FromBytes(layout, one.ToBytes()));
        }

        FailedSample[] entries = [.. PointStatistics.FromBytes(layout, merged.ToBytes()).Failures[0].Entries];
        Assert.Equal(most, entries.Length);
        Assert.Equal(new FailedSample(0, SolveStatus.IterationLimit, new string('ä', 300)), entries[0]);
        Assert.Equal(Enumerable.Range(1, most - 1).Select(i => $"gap {i}"), entries[1..].Select(entry => entry.Why!));
    }

    [Fact]
    public void Statistics_without_failures_have_the_bytes_of_versions_that_kept_none()
    {
        var point = new PointStatistics(1);
        point.Add(new SampleEvaluation(0, true, [PointStatisticsTests.Solved(1)]));
        byte[] before = point.ToBytes();
        Assert.Empty(PointStatistics.FromBytes(1, before).Failures[0].Entries);
        point.Add(new SampleEvaluation(1, true, [PointStatisticsTests.Without(SolveStatus.IterationLimit)]));
        byte[] after = point.ToBytes();
        Assert.Equal([new FailedSample(1, SolveStatus.IterationLimit)], PointStatistics.FromBytes(1, after).Failures[0].Entries);
        for (int cut = 1; cut < 13; cut++)
        {
            byte[] damaged = after.AsSpan(0, after.Length - cut).ToArray();
            Assert.Throws<InvalidDataException>(() => PointStatistics.FromBytes(1, damaged));
        }
    }

    [Fact]
    public void Results_list_failures_with_the_command_that_shows_them_again()
    {
        CampaignJob job = CampaignJobTests.Infeasible(_folder.Path);
        var runs = new JobRun[]
        {
            new(DateTimeOffset.UnixEpoch, null, "first", 2, 0), new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "second", 1, 2),
        };
        JobOutcome outcome = CampaignJobTests.Outcome(job, [3], "samples") with
        {
            Reach = "--data runs",
            SpecificationText = "kind: campaign # mine\n",
            History = runs,
        };
        JobReport report = job.WriteReport(outcome, _folder.Path);
        JsonNode json = JsonNode.Parse(File.ReadAllText(report.ResultsFile))!;
        Assert.Equal("kind: campaign # mine\n", (string?)json["specification"]);
        Assert.Equal(["first", "second"], json["history"]!.AsArray().Select(run => (string?)run!["host"]));
        Assert.Equal([2L, 1L], json["history"]!.AsArray().Select(run => (long?)run!["samples_computed"]));
        Assert.Null(json["history"]![0]!["end"]);
        JsonArray failures = json["points"]![1]!["algorithms"]![1]!["failures"]!.AsArray();
        Assert.Equal(3, failures.Count);
        Assert.Equal("infeasible", (string?)failures[0]!["status"]);
        Assert.Matches(
            "^no design meets every SINR threshold: it takes at least the power [0-9.E+-]+, 1E-09 is there$",
            (string?)failures[0]!["message"]);
        Assert.Equal($"isac replay {job.Id} --point 1 --sample 2 --data runs", (string?)failures[2]!["replay"]);
        Assert.StartsWith("6 solves", report.Summary!.Note, StringComparison.Ordinal); // of both runs, two algorithms

        string page = File.ReadAllText(report.MainFile);
        Assert.Contains($"isac replay {job.Id} --point 1 --sample 2 --data runs", page, StringComparison.Ordinal);
        Assert.Contains("# mine", page, StringComparison.Ordinal);
        Assert.Contains("second", page, StringComparison.Ordinal);
    }
}
