using System.Security.Cryptography;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

/// <summary>Whose samples an algorithm's missing designs take: everyone's, or with common_samples: false its own.</summary>
public sealed class CommonSamplesTests : IDisposable
{
    private const int Samples = 20;
    private static readonly StatisticsLayout Own = new(new bool[3], CommonSamples: false);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 5)]
    [InlineData(7, 38)]
    [InlineData(50, 99)]
    public void Own_samples_merge_exactly_in_any_split_and_order(int shard, int stride)
    {
        SampleEvaluation[] evaluations = [.. Enumerable.Range(0, 101).Select(PointStatisticsTests.Random)];
        PointStatistics whole = Of(Own, evaluations), merged = new(Own);
        SampleEvaluation[] shuffled = [.. Enumerable.Range(0, 101).Select(i => evaluations[stride * i % 101])];
        foreach (SampleEvaluation[] part in shuffled.Chunk(shard)) merged.Merge(PointStatistics.FromBytes(Own, Of(Own, part).ToBytes()));
        Assert.Equal(whole.ToBytes(), merged.ToBytes());

        Assert.Equal(evaluations.Count(e => e.Algorithms.All(a => a.Design is not null)), whole.Counted);
        for (int a = 0; a < 3; a++)
        {
            AlgorithmEvaluation[] runs = [.. evaluations.Select(evaluation => evaluation.Algorithms[a])];
            Assert.Equal(
                (runs.Count(run => run.Design is not null), runs.Count(run => run.Status == SolveStatus.Infeasible),
                    runs.Count(run => run.Status == SolveStatus.NumericalFailure)),
                (whole.CountedOf(a), whole.InfeasibleOf(a), whole.FailedOf(a)));
            Assert.Equal(runs.Where(run => run.Design is not null).Average(run => run.Mse), whole.Mse.Variables[a].Mean!.Value, 1e-12);
            Assert.Equal(whole.CountedOf(a), whole.Algorithms[a].MseQuantiles.Count);
        }

        Assert.Throws<ArgumentException>(() => whole.Merge(new PointStatistics(3)));
    }

    /// <summary>SHA-256 as computed by the version before, for the samples of <see cref="PointStatisticsTests.Random"/>.</summary>
    [Fact]
    public void Bytes_of_earlier_versions_are_read_and_do_not_say_who_was_alone()
    {
        SampleEvaluation[] evaluations = [.. Enumerable.Range(0, 101).Select(PointStatisticsTests.Random)];
        PointStatistics point = Of(new StatisticsLayout(new bool[3]), evaluations);
        byte[] bytes = PointStatisticsTests.EarlierBytes(point), earlier = bytes[..^3];
        Assert.Equal(
            "59e82f492e7391ed811f23cd1e98a7cdb6a819c30cd39269130148af1f9b0d96", Convert.ToHexStringLower(SHA256.HashData(earlier)));
        long[] alone =
        [
            .. Enumerable.Range(0, 3).Select(a => (long)evaluations.Count(e =>
                e.Algorithms[a].Design is null && e.Algorithms.Count(other => other.Design is null) == 1)),
        ];
        Assert.All(alone, count => Assert.InRange(count, 1, 100));
        PointStatistics read = PointStatistics.FromBytes(3, bytes), old = PointStatistics.FromBytes(3, earlier);
        Assert.Equal(alone, read.Algorithms.Select(algorithm => algorithm.MissingAlone!.Value));
        Assert.Equal(earlier, old.ToBytes());
        Assert.Equal(bytes, read.ToBytes());
        Assert.Equal((true, null), (read.Mse.Mean(0).Varies, read.Mse.Mean(0).EffectiveUnits));
        read.Merge(old);
        Assert.All(read.Algorithms, algorithm => Assert.Null(algorithm.MissingAlone));
    }

    [Fact]
    public void The_means_of_sdr_lose_the_samples_that_zf_pinv_lacks_only_where_samples_are_common()
    {
        CampaignJob common = Job(""), own = Job("common_samples: false\n");
        SampleEvaluation[] direct =
        [
            .. SampleEvaluator.Of(common.Specification, common.Specification.Points[1])
                .Evaluate(0, Samples, new StageClock(TimeProvider.System), CancellationToken.None),
        ];
        double[] sdr = Errors(direct, 0), both = Errors([.. direct.Where(e => e.Algorithms[1].Design is not null)], 0);
        double[] pinv = Errors([.. direct.Where(e => e.Algorithms[0].Design is not null)], 1);
        Assert.InRange(both.Length, 2, sdr.Length - 1);

        AlgorithmResults[] shared = [.. Results(common).Points[1].Algorithms], separate = [.. Results(own).Points[1].Algorithms];
        Assert.Equal(both.Average(), shared[0].Mse.Mean!.Value, 1e-12);
        Assert.Equal(sdr.Average(), separate[0].Mse.Mean!.Value, 1e-12);
        Assert.NotEqual(shared[0].Mse.Mean, separate[0].Mse.Mean);
        Assert.Equal((both.Length, Samples - both.Length), (shared[0].Counted, shared[0].Infeasible));
        Assert.Equal((sdr.Length, Samples - sdr.Length), (separate[0].Counted, separate[0].Infeasible));
        Assert.Equal((both.Length, shared[1].Counted), (separate[1].Counted, separate[1].Counted));

        // Zero forcing needs more power than the SDR, so pairs are the samples of zf-pinv in both.
        Assert.Equal(both.Average() / pinv.Average(), separate[0].PairedMseRatioTo["zf-pinv"].Mean!.Value, 1e-12);
        Assert.Equal(shared[0].PairedMseRatioTo["zf-pinv"].Mean, separate[0].PairedMseRatioTo["zf-pinv"].Mean);
        Assert.Equal([0L, sdr.Length - both.Length], shared.Select(algorithm => algorithm.ExcludedAlone));
        Assert.All(separate, algorithm => Assert.Null(algorithm.ExcludedAlone));
    }

    [Fact]
    public void The_console_says_how_many_samples_are_excluded_and_whose()
    {
        string common = Report(Job("")).Summary!.Note!, own = Report(Job("common_samples: false\n")).Summary!.Note!;
        Assert.Contains(
            "\nExcluded for all algorithms alike: 4 as infeasible, 10.0 % of all samples: by zf-pinv alone 2, by several 2.", common,
            StringComparison.Ordinal);
        Assert.Contains("both did. Samples without one: sdr 2 as infeasible, zf-pinv 4 as infeasible.", own, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopping_rule_without_common_samples_looks_at_the_samples_of_each_algorithm()
    {
        CampaignJob common = Job("stop: {relative_half_width: 0.1, min_samples: 10}\n");
        CampaignJob own = Job("stop: {relative_half_width: 0.1, min_samples: 10}\ncommon_samples: false\n");
        // zf-pinv lacks the samples on which sdr varies: over all of its own the mean of sdr is not known well.
        SampleEvaluation[] evaluations =
        [
            .. Enumerable.Range(0, 60).Select(i => i < 24 ? Evaluation(5 * i, null) : Evaluation(1 + i % 2 * 0.01, 1 + i % 2 * 0.01)),
        ];
        Assert.Equal(LaneDecision.Stop(StopReasons.Precision), common.Decide(0, 10, Of(common, evaluations)));
        Assert.Equal(LaneDecision.ContinueTo(13), own.Decide(0, 10, Of(own, evaluations)));
    }

    private static double[] Errors(IEnumerable<SampleEvaluation> evaluations, int algorithm) =>
        [.. evaluations.Select(e => e.Algorithms[algorithm]).Where(run => run.Design is not null).Select(run => run.Mse)];

    private static SampleEvaluation Evaluation(double sdr, double? pinv) => new(
        0, true,
        [
            PointStatisticsTests.Solved(sdr),
            pinv is { } mse ? PointStatisticsTests.Solved(mse) : PointStatisticsTests.Without(SolveStatus.Infeasible),
        ]);

    private static PointStatistics Of(StatisticsLayout layout, IEnumerable<SampleEvaluation> evaluations)
    {
        var point = new PointStatistics(layout);
        foreach (SampleEvaluation evaluation in evaluations) point.Add(evaluation);
        return point;
    }

    private static PointStatistics Of(CampaignJob job, IEnumerable<SampleEvaluation> evaluations)
    {
        var point = (PointStatistics)job.Empty(0);
        foreach (SampleEvaluation evaluation in evaluations) point.Add(evaluation);
        return point;
    }

    /// <summary>At 12 dB zf-pinv is infeasible for 4 of the 20 samples, sdr for 2 of these.</summary>
    private CampaignJob Job(string lines) => new(
        (CampaignSpecification)new SpecificationReader().Parse(
            "kind: campaign\nname: unit\nscenario: {antennas: 8, users: 5, grid_points: 36}\nsweep: {sinr_db: [6, 12]}\n"
            + $"algorithms: [sdr, zf-pinv]\nsamples: {Samples}\n{lines}", "unit.yaml"),
        _folder.Path,
        TimeProvider.System);

    private JobReport Report(CampaignJob job) => job.WriteReport(CampaignJobTests.Outcome(job, [7, Samples - 7], "samples"), _folder.Path);

    private CampaignResults Results(CampaignJob job)
    {
        Report(job);
        return ResultsJson.Read(File.ReadAllBytes(_folder["results.json"]));
    }
}
