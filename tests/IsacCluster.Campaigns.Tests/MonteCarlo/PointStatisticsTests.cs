using System.Security.Cryptography;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics;
using IsacCluster.Solvers;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

/// <summary>Exclusion and merging of a point's statistics.</summary>
public class PointStatisticsTests
{
    private static readonly Design SomeDesign = new(new ComplexMatrix(2, 1), new ComplexMatrix(2, 2));

    [Fact]
    public void A_sample_counts_for_all_algorithms_or_for_none()
    {
        var point = new PointStatistics(2);
        point.Add(Evaluation(true, Solved(1.0), Solved(2.0)));
        point.Add(Evaluation(true, Solved(5.0), Without(SolveStatus.Infeasible)));
        point.Add(Evaluation(false, Without(SolveStatus.Infeasible), Without(SolveStatus.Infeasible)));
        point.Add(Evaluation(true, Without(SolveStatus.NumericalFailure), Without(SolveStatus.Infeasible)));
        point.Add(Evaluation(true, Solved(9.0), Without(SolveStatus.IterationLimit)));

        Assert.Equal((5, 1, 2, 2), (point.Samples, point.Counted, point.InfeasibleOf(0), point.Failed));
        Assert.Equal(4, point.FeasibleChannels);
        Assert.Equal(1.0, point.Mse.Variables[0].Mean);
        Assert.Equal(2.0, point.Mse.Variables[1].Mean);
        Assert.Equal((1, 1), (point.Algorithms[0].OwnInfeasible, point.Algorithms[0].OwnFailed));
        Assert.Equal((3, 1), (point.Algorithms[1].OwnInfeasible, point.Algorithms[1].OwnFailed));
    }

    [Fact]
    public void Satisfaction_is_over_feasible_channels_and_counts_a_missing_design_as_unsatisfied()
    {
        var point = new PointStatistics(1);
        point.Add(Evaluation(true, Solved(1, satisfied: true)));
        point.Add(Evaluation(true, Solved(1, satisfied: false)));
        point.Add(Evaluation(true, Without(SolveStatus.Infeasible)));
        point.Add(Evaluation(false, Solved(1, satisfied: true)));
        Assert.Equal((1, 3), (point.Algorithms[0].Satisfied, point.FeasibleChannels));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    public void Any_split_and_order_gives_the_same_bytes(int shard)
    {
        SampleEvaluation[] evaluations = [.. Enumerable.Range(0, 101).Select(Random)];
        var whole = new PointStatistics(3);
        foreach (SampleEvaluation evaluation in evaluations) whole.Add(evaluation);

        var merged = new PointStatistics(3);
        foreach (SampleEvaluation[] part in evaluations.Chunk(shard).Reverse())
        {
            var partial = new PointStatistics(3);
            foreach (SampleEvaluation evaluation in part) partial.Add(evaluation);
            merged.Merge(PointStatistics.FromBytes(3, partial.ToBytes()));
        }

        Assert.Equal(whole.ToBytes(), merged.ToBytes());
        Assert.Equal(whole.DigestedBytes(), merged.DigestedBytes());
    }

    /// <summary>SHA-256 as computed by the version before metrics, for the samples of <see cref="Random"/>.</summary>
    [Fact]
    public void Without_metrics_the_digested_bytes_are_those_of_versions_without_them()
    {
        var point = new PointStatistics(3);
        for (int i = 0; i < 101; i++) point.Add(Random(i));
        Assert.Equal(
            "2414c4ef32d077dcd5e625b3d7600612ea979e7550a8cf71bba4f78e3e81e3c5",
            Convert.ToHexStringLower(SHA256.HashData(point.DigestedBytes())));
    }

    [Fact]
    public void Times_do_not_enter_the_digested_bytes()
    {
        PointStatistics fast = new(1), slow = new(1);
        fast.Add(Evaluation(true, Solved(1)));
        slow.Add(Evaluation(true, Solved(1) with { Seconds = 9 }));
        Assert.Equal(fast.DigestedBytes(), slow.DigestedBytes());
        Assert.NotEqual(fast.ToBytes(), slow.ToBytes());
    }

    [Fact]
    public void Damaged_bytes_are_refused()
    {
        var point = new PointStatistics(2);
        point.Add(Evaluation(true, Solved(1.5), Solved(2.5)));
        byte[] bytes = point.ToBytes();
        // Bytes that end before the fourth moments are those of an earlier version.
        int earlier = EarlierBytes(point).Length;
        for (int length = 0; length < bytes.Length; length++)
        {
            if (length == earlier) continue;
            byte[] cut = bytes[..length];
            Assert.Throws<InvalidDataException>(() => PointStatistics.FromBytes(2, cut));
        }

        Assert.Throws<InvalidDataException>(() => PointStatistics.FromBytes(2, [.. bytes, 0]));
        Assert.Throws<InvalidDataException>(() => PointStatistics.FromBytes(3, bytes));
    }

    /// <summary>The bytes without the fourth moments, the details of metrics and the failures, as an earlier version wrote them.</summary>
    internal static byte[] EarlierBytes(PointStatistics point)
    {
        var quartics = new CanonicalWriter();
        point.Mse.WriteQuartics(quartics);
        foreach (AlgorithmStatistics algorithm in point.Algorithms) algorithm.WriteQuartics(quartics);
        foreach (MetricDetails details in point.Details ?? []) details.WriteTo(quartics);
        FailureLog[] failures = [.. point.Algorithms.Select(_ => new FailureLog())];
        return FailureLog.Split(point.ToBytes(), failures)[..^quartics.Written.Length].ToArray();
    }

    /// <summary>Sample i with three algorithms, each of which may miss.</summary>
    internal static SampleEvaluation Random(int index)
    {
        var stream = new RandomStream(11, StreamPurpose.Fading, (ulong)index);
        var algorithms = new AlgorithmEvaluation[3];
        for (int a = 0; a < algorithms.Length; a++)
        {
            (double u, double v) = stream.NextUniformPair();
            algorithms[a] = u switch
            {
                < 0.05 => Without(SolveStatus.Infeasible),
                < 0.08 => Without(SolveStatus.NumericalFailure),
                _ => Solved(Math.Exp(4 * v - 2), v > 0.3) with { Seconds = u, Projected = a == 2 ? v > 0.5 : null },
            };
        }

        return Evaluation(index % 10 != 0, algorithms);
    }

    private static SampleEvaluation Evaluation(bool feasible, params AlgorithmEvaluation[] algorithms) => new(0, feasible, algorithms);

    internal static AlgorithmEvaluation Solved(double mse, bool satisfied = true) =>
        new("a", SolveStatus.Optimal, SomeDesign, mse, [1.0], satisfied, null, 0.001);

    internal static AlgorithmEvaluation Without(SolveStatus status) => new("a", status, null, double.NaN, [], false, null, 0.001);
}
