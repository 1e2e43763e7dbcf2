using System.Globalization;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

/// <summary>The campaign as a job: plan, purity, boundaries, digest.</summary>
public sealed class CampaignJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shards_of_any_size_merge_to_the_same_statistics()
    {
        CampaignJob job = Job("samples: 12");
        byte[] whole = Statistics(job, 1, [12]).DigestedBytes();
        Assert.Equal(whole, Statistics(job, 1, [5, 1, 6]).DigestedBytes());
        Assert.NotEqual(whole, Statistics(job, 0, [12]).DigestedBytes());
    }

    [Fact]
    public void Without_a_rule_the_only_boundary_is_the_number_of_samples()
    {
        CampaignJob job = Job("samples: 12");
        Assert.Equal(LaneDecision.ContinueTo(12), job.Decide(0, 0, job.Empty(0)));
        Assert.Equal(LaneDecision.Stop("samples"), job.Decide(0, 12, job.Empty(0)));
    }

    [Fact]
    public void A_rule_looks_at_canonical_indices_and_stops_for_precision_of_what_varies_enough()
    {
        CampaignJob job = Job("samples: 4000\nstop: {relative_half_width: 0.5, min_samples: 10}");
        Assert.Equal(LaneDecision.ContinueTo(10), job.Decide(0, 0, job.Empty(0)));
        Assert.Equal(LaneDecision.Stop("precision"), job.Decide(0, 100, Of(i => 1 + i % 2)));
        // The radar design is the same for every channel and needs no second sample; that of sdr may differ in the next one.
        Assert.Equal(LaneDecision.ContinueTo(109), job.Decide(0, 100, Of(_ => 1)));
        Assert.Equal(LaneDecision.ContinueTo(109), job.Decide(0, 100, Of(i => i < 12 ? 1.001 : 1)));
        Assert.Equal(LaneDecision.Stop("precision"), job.Decide(0, 100, Of(i => i < 24 ? 1.001 : 1)));

        PointStatistics Of(Func<int, double> sdr)
        {
            var point = (PointStatistics)job.Empty(0);
            for (int i = 0; i < 100; i++)
                point.Add(new SampleEvaluation(i, true, [PointStatisticsTests.Solved(0.25), PointStatisticsTests.Solved(sdr(i))]));
            return point;
        }
    }

    [Theory]
    [InlineData("shard_size: 7", 1, 7)]
    [InlineData("shard_size: 7", 5, 10)]
    [InlineData("shard_size: 30", 100_000, 100_000)]
    [InlineData("shard_size: auto", 100, 200)]
    public void Tasks_hold_whole_trajectories(string shard, int slots, int expected) =>
        Assert.All(Job($"samples: 4000\n{shard}", slots).Lanes, lane => Assert.Equal(expected, lane.PreferredTaskSize));

    [Fact]
    public void A_trajectory_is_one_observation_whatever_tasks_it_falls_into()
    {
        CampaignJob job = Job("samples: 14\nmetrics: [sum_rate]", slots: 4);
        PointStatistics whole = Statistics(job, 1, [14]);
        byte[] bytes = whole.DigestedBytes();
        Assert.Equal(bytes, Statistics(job, 1, [4, 8, 2]).DigestedBytes());
        Assert.Equal(bytes, Statistics(job, 1, [1, 2, 3, 5, 3]).DigestedBytes());
        Assert.Equal((4, 14), (whole.Mse.Mean(1).Units, whole.Samples));

        double[] values = [.. Evaluations(job, 14).Select(evaluation => evaluation.Algorithms[1].Mse)];
        double mean = values.Average();
        double[] residuals = [.. values.Chunk(4).Select(chunk => chunk.Sum() - mean * chunk.Length)];
        Assert.Equal(mean, whole.Mse.Mean(1).Value!.Value, 1e-14);
        Assert.Equal(
            Math.Sqrt(4 / 3.0 * residuals.Sum(r => r * r)) / 14, whole.Mse.Mean(1).StandardError!.Value, 1e-9);
        Assert.Equal(
            Math.Pow(residuals.Sum(r => r * r), 2) / residuals.Sum(r => Math.Pow(r, 4)), whole.Mse.Mean(1).EffectiveUnits!.Value, 1e-6);

        job.WriteReport(Outcome(job, [14], "samples"), _folder.Path);
        AlgorithmResults sdr = ResultsJson.Read(File.ReadAllBytes(_folder["results.json"])).Points[1].Algorithms[1];
        Assert.Equal((4L, whole.Mse.Mean(1).EffectiveUnits), (sdr.Trajectories, sdr.NEff));
        Assert.Contains(" of 4 trajectories; the interval may be too narrow", sdr.IntervalNote, StringComparison.Ordinal);
        Assert.Contains("all 4 trajectories", sdr.SatisfactionNote, StringComparison.Ordinal);
        Assert.NotEqual(Job("samples: 14\nmetrics: [sum_rate]").Id, job.Id);
    }

    private static IReadOnlyList<SampleEvaluation> Evaluations(CampaignJob job, int count) =>
        SampleEvaluator.Of(job.Specification, job.Specification.Points[1])
            .Evaluate(0, count, new StageClock(TimeProvider.System), CancellationToken.None);

    [Fact]
    public void The_report_has_the_digest_of_the_statistics_and_says_what_is_missing()
    {
        CampaignJob job = Job("samples: 6");
        JobReport complete = job.WriteReport(Outcome(job, [6], "samples"), _folder.Path);
        Assert.True(complete.Complete);
        JobReport again = job.WriteReport(Outcome(job, [1, 2, 3], "samples"), _folder.Path);
        Assert.Equal(complete.Digest, again.Digest);
        JobReport partial = job.WriteReport(Outcome(job, [4], null), _folder.Path);
        Assert.False(partial.Complete);
        Assert.NotEqual(complete.Digest, partial.Digest);
        Assert.True(File.Exists(partial.MainFile));
        Assert.Equal(4, partial.Summary!.Rows.Count);
    }

    [Fact]
    public void A_replayed_sample_is_the_one_of_the_campaign()
    {
        CampaignJob job = Job("samples: 1");
        ReplayedSample replayed = SampleReplay.Run(job.Specification, "sinr_db=12", 0, TimeProvider.System);
        PointStatistics point = Statistics(job, 1, [1]);
        Assert.Equal(point.Mse.Variables.Select(moments => moments.Mean), replayed.Algorithms.Select(algorithm => algorithm.Mse));
        Assert.Equal(
            replayed.Algorithms.Select(a => a.DesignDigest),
            SampleReplay.Run(job.Specification, "1", 0, TimeProvider.System).Algorithms.Select(a => a.DesignDigest));
        Assert.Contains(
            "--point",
            Assert.Throws<SpecificationException>(() => SampleReplay.Run(job.Specification, "2", 0, TimeProvider.System)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "--sample",
            Assert.Throws<SpecificationException>(() => SampleReplay.Run(job.Specification, "0", -1, TimeProvider.System)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_the_same_whichever_tasks_wrote_them_and_missing_ones_are_computed()
    {
        CampaignJob job = Job("samples: 6\nrows: true");
        job.WriteReport(Outcome(job, [6], "samples"), _folder.Path);
        string[] whole = File.ReadAllLines(_folder["rows.csv"]);
        Assert.Equal(1 + 2 * 6 * 2, whole.Length);
        double mean = whole.Where(
            line => line.StartsWith("\"sinr_db=8\",", StringComparison.Ordinal) && line.Contains(",sdr,", StringComparison.Ordinal))
            .Average(line => double.Parse(line.Split(',')[5], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Statistics(job, 0, [6]).Mse.Variables[1].Mean!.Value, mean, 1e-12);

        Directory.Delete(_folder["rows"], recursive: true);
        job.WriteReport(Outcome(job, [1, 3, 2], "samples"), _folder.Path);
        Assert.Equal(whole, File.ReadAllLines(_folder["rows.csv"]));

        JobOutcome outcome = Outcome(job, [4, 2], "samples");
        foreach (string part in Directory.EnumerateFiles(_folder.Path, "000000000000-*.csv", SearchOption.AllDirectories))
            File.Delete(part);
        job.WriteReport(outcome, _folder.Path);
        Assert.Equal(whole, File.ReadAllLines(_folder["rows.csv"]));
    }

    [Fact]
    public void Metrics_are_averaged_in_results_and_rows_and_enter_the_digest()
    {
        CampaignJob job = Job("samples: 5\nrows: true\nmetrics: [peak_sidelobe_db, sum_rate]");
        JobReport report = job.WriteReport(Outcome(job, [2, 3], "samples"), _folder.Path);
        CampaignResults results = ResultsJson.Read(File.ReadAllBytes(_folder["results.json"]));
        Assert.Equal(["peak_sidelobe_db", "sum_rate"], results.Metrics!.Select(metric => metric.Name));

        string[] rows = File.ReadAllLines(_folder["rows.csv"]);
        Assert.EndsWith(",sinr,metric_peak_sidelobe_db,metric_sum_rate", rows[0], StringComparison.Ordinal);
        double[][] sdr =
        [
            .. rows.Where(
                row => row.StartsWith("\"sinr_db=12\",", StringComparison.Ordinal) && row.Contains(",sdr,", StringComparison.Ordinal))
                .Select(row => Array.ConvertAll(row.Split(',')[^2..], cell => double.Parse(cell, CultureInfo.InvariantCulture))),
        ];
        AlgorithmResults averaged = results.Points[1].Algorithms[1];
        Assert.Equal(sdr.Average(row => row[0]), averaged.Metrics!["peak_sidelobe_db"].Mean!.Value, 1e-12);
        Assert.Equal(sdr.Average(row => row[1]), averaged.Metrics["sum_rate"].Mean!.Value, 1e-12);
        Assert.Equal(5, averaged.Metrics["sum_rate"].N);

        ReplayReport replayed = new CampaignKind().Replay(job.Specification, "sinr_db=12", 3, TimeProvider.System);
        Assert.Equal(sdr[3].Select(value => (double?)value), ((ReplayedSample)replayed.Data).Algorithms[1].Metrics!.Values);
        Assert.Contains(
            $"  sum_rate {sdr[3][1].ToString("R", CultureInfo.InvariantCulture)}  sha256:", replayed.Lines[2], StringComparison.Ordinal);

        Assert.NotEqual(report.Digest, Digest("metrics: [sum_rate, peak_sidelobe_db]"));
        Assert.NotEqual(report.Digest, Digest(""));

        string Digest(string metrics)
        {
            CampaignJob other = Job($"samples: 5\n{metrics}");
            return other.WriteReport(Outcome(other, [5], "samples"), _folder["other"]).Digest!;
        }
    }

    [Fact]
    public void Another_number_of_samples_changes_that_field_of_the_text_alone()
    {
        const string text = "kind: campaign # a comment\nname: x\nsamples:   12   # twelve\nalgorithms: [sdr]\n";
        Assert.Equal(text.Replace("12", "34", StringComparison.Ordinal), SpecificationText.WithSamples(text, 34));
        Assert.Throws<SpecificationException>(() => SpecificationText.WithSamples("kind: solve\nname: x\n", 3));
    }

    [Fact]
    public void Predicted_times_come_from_tasks_that_are_run_and_thrown_away() =>
        Assert.True(TaskTiming.SecondsPerIndex(Job("samples: 12"), TimeProvider.System, CancellationToken.None) > 0);

    private CampaignJob Job(string more, int slots = 1) => new(
        (CampaignSpecification)new SpecificationReader().Parse(
            $"kind: campaign\nname: unit\nscenario: {{antennas: 8, grid_points: 36, slots: {slots}}}\nsweep: {{sinr_db: [8, 12]}}\n"
                + $"algorithms: [radar, sdr]\n{more}\n", "unit.yaml"),
        _folder.Path,
        TimeProvider.System);

    /// <summary>The threshold of its second point is out of reach.</summary>
    internal static CampaignJob Infeasible(string folder) => new(
        (CampaignSpecification)new SpecificationReader().Parse(
            "kind: campaign\nname: unit\nscenario: {antennas: 4, grid_points: 36, power: 1e-9}\nsweep: {sinr_db: [8, 60]}\n"
                + "algorithms: [radar, sdr]\nsamples: 3\n", "unit.yaml"),
        folder,
        TimeProvider.System);

    private static PointStatistics Statistics(CampaignJob job, int lane, int[] shards)
    {
        using ITaskRunner runner = job.CreateRunner();
        ILaneResult merged = job.Empty(lane);
        long first = 0;
        foreach (int count in shards)
        {
            merged.Merge(runner.Run(new TaskRange(lane, first, count), CancellationToken.None).Result);
            first += count;
        }

        return (PointStatistics)merged;
    }

    internal static JobOutcome Outcome(CampaignJob job, int[] shards, string? stopReason) => new()
    {
        Lanes = [.. Enumerable.Range(0, 2).Select(lane => new LaneOutcome(Statistics(job, lane, shards), shards.Sum(), stopReason))],
        Tasks = new TaskCounts(2 * shards.Length, 0, 0, 2 * shards.Sum(), 0),
        Timing = new TimingLedger(1, 0.9, 0.05, 0.05, 0, new Dictionary<string, StageSummary>()),
        Poisoned = [],
        Command = "isac run unit.yaml",
        Started = DateTimeOffset.UnixEpoch,
        Finished = DateTimeOffset.UnixEpoch,
        HostCount = 1,
    };
}
