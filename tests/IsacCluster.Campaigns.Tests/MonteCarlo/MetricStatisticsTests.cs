using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

/// <summary>Metrics in a point's statistics: which samples count, and exactness under any split and order.</summary>
public class MetricStatisticsTests
{
    private static readonly StatisticsLayout Layout = new(new bool[3], Metrics: 2);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(7, 38)]
    [InlineData(50, 99)]
    public void Any_split_and_order_gives_the_bytes_of_the_counted_samples(int shard, int stride)
    {
        SampleEvaluation[] evaluations = [.. Enumerable.Range(0, 101).Select(Random)];
        PointStatistics whole = Of(evaluations);
        // 101 is prime, so i -> stride i mod 101 is a permutation.
        SampleEvaluation[] shuffled = [.. Enumerable.Range(0, 101).Select(i => evaluations[stride * i % 101])];
        var merged = new PointStatistics(Layout);
        foreach (SampleEvaluation[] part in shuffled.Chunk(shard)) merged.Merge(PointStatistics.FromBytes(Layout, Of(part).ToBytes()));
        Assert.Equal(whole.DigestedBytes(), merged.DigestedBytes());
        Assert.Equal(whole.ToBytes(), merged.ToBytes());

        for (int a = 0; a < 3; a++)
        {
            for (int m = 0; m < 2; m++)
            {
                var expected = new Moments();
                foreach (SampleEvaluation evaluation in evaluations.Where(e => e.Algorithms.All(algorithm => algorithm.Design is not null)))
                {
                    double value = evaluation.Algorithms[a].Metrics[m];
                    if (double.IsFinite(value)) expected.Add(value);
                }

                Assert.InRange(expected.Count, 20, whole.Counted - m);
                Assert.Equal((expected.Count, expected.Mean, expected.StandardDeviation), Numbers(whole.Algorithms[a].Metrics[m].Samples));
            }
        }
    }

    [Fact]
    public void Metrics_enter_the_digested_bytes_and_cut_ones_are_refused()
    {
        SampleEvaluation evaluation = Enumerable.Range(0, 101).Select(Random).First(e => e.Algorithms.All(a => a.Design is not null));
        byte[] without = new PointStatistics(3).DigestedBytes(), bytes = Of([evaluation]).ToBytes();
        Assert.NotEqual(without, new PointStatistics(Layout).DigestedBytes());
        // Bytes that end before the fourth moments are those of an earlier version.
        int earlier = PointStatisticsTests.EarlierBytes(PointStatistics.FromBytes(Layout, bytes)).Length;
        for (int length = 0; length < bytes.Length; length++)
        {
            if (length == earlier || length == bytes.Length - DetailBytes(PointStatistics.FromBytes(Layout, bytes))) continue;
            byte[] cut = bytes[..length];
            Assert.Throws<InvalidDataException>(() => PointStatistics.FromBytes(Layout, cut));
        }
    }

    /// <summary>Quantiles within their error of the order statistics; pairs as computed from the values that both count.</summary>
    [Fact]
    public void Quantiles_and_pairs_are_those_of_the_counted_samples()
    {
        SampleEvaluation[] evaluations = [.. Enumerable.Range(0, 101).Select(Random)];
        PointStatistics point = Of(evaluations);
        SampleEvaluation[] counted = [.. evaluations.Where(e => e.Algorithms.All(algorithm => algorithm.Design is not null))];
        for (int m = 0; m < 2; m++)
        {
            for (int a = 0; a < 3; a++)
            {
                double[] sorted = [.. counted.Select(e => e.Algorithms[a].Metrics[m]).Where(double.IsFinite).Order()];
                foreach (double q in new[] { 0.5, 0.9, 0.99 })
                {
                    double expected = sorted[Math.Max(1, (int)Math.Ceiling((decimal)q * sorted.Length)) - 1];
                    double actual = point.Details![m].Quantiles(a).Quantile(q)!.Value;
                    Assert.InRange(Math.Abs(actual - expected), 0, QuantileSketch.RelativeError * Math.Abs(expected));
                }

                for (int b = 0; b < 3; b++)
                {
                    if (a == b) continue;
                    double[][] both = [.. counted.Select(e => new[] { e.Algorithms[a].Metrics[m], e.Algorithms[b].Metrics[m] })
                        .Where(pair => pair.All(double.IsFinite))];
                    double x = both.Average(pair => pair[0]), y = both.Average(pair => pair[1]);
                    Assert.Equal(x / y, point.Details![m].Ratio(a, b).Value!.Value, 1e-9 * Math.Abs(x / y));
                    Assert.Equal(x - y, point.Details[m].Difference(a, b).Value!.Value, 1e-6 * (1 + Math.Abs(x - y)));
                    Assert.Equal(both.Length, point.Details[m].Difference(a, b).Units);
                }
            }
        }
    }

    /// <summary>The digest is that of versions without details, and so are its bytes; a merge with theirs has none.</summary>
    [Fact]
    public void Records_of_earlier_versions_have_no_details_and_take_them_from_a_merge()
    {
        PointStatistics point = Of(Enumerable.Range(0, 101).Select(Random).Where(e => e.Algorithms.All(a => a.Design is not null)));
        byte[] bytes = point.ToBytes();
        PointStatistics earlier = PointStatistics.FromBytes(Layout, bytes.AsSpan(0, bytes.Length - DetailBytes(point)));
        Assert.Null(earlier.Details);
        Assert.Equal(point.DigestedBytes(), earlier.DigestedBytes());
        point.Merge(earlier);
        Assert.Null(point.Details);
        Assert.Null(PointStatistics.FromBytes(Layout, point.ToBytes()).Details);
    }

    private static int DetailBytes(PointStatistics point)
    {
        var writer = new CanonicalWriter();
        foreach (MetricDetails details in point.Details!) details.WriteTo(writer);
        return writer.ToArray().Length;
    }

    private static PointStatistics Of(IEnumerable<SampleEvaluation> evaluations)
    {
        var point = new PointStatistics(Layout);
        foreach (SampleEvaluation evaluation in evaluations) point.Add(evaluation);
        return point;
    }

    private static (long, double?, double?) Numbers(Moments moments) => (moments.Count, moments.Mean, moments.StandardDeviation);

    /// <summary>Sample i with two metrics, the second of which is sometimes not defined.</summary>
    private static SampleEvaluation Random(int index)
    {
        SampleEvaluation evaluation = PointStatisticsTests.Random(index);
        return evaluation with
        {
            Algorithms =
            [
                .. evaluation.Algorithms.Select(algorithm => algorithm.Design is null ? algorithm : algorithm with
                {
                    Metrics =
                    [
                        1e9 + Math.Log(algorithm.Mse),
                        index % 9 == 1 ? double.NegativeInfinity : index % 9 == 2 ? double.NaN : -algorithm.Mse,
                    ],
                }),
            ],
        };
    }
}
