using IsacCluster.Search.Sampling.Sobol;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Tests.Sampling;

public sealed class SobolTests
{
    private const int Dimensions = 64;

    private static readonly ParameterSpace Cube = new(Enumerable.Range(0, Dimensions).Select(i => new FloatParameter($"x{i}", 0, 1)));

    [Fact]
    public void In_each_dimension_every_interval_of_256_holds_one_of_256_points()
    {
        double[][] points = Points(256, 5);
        for (int d = 0; d < Dimensions; d++)
        {
            int[] cells = [.. points.Select(point => (int)(point[d] * 256)).Order()];
            Assert.Equal(Enumerable.Range(0, 256), cells);
        }
    }

    [Fact]
    public void The_first_two_dimensions_are_a_net_in_base_2()
    {
        // (0, m, 2)-net: each elementary box of volume 2^-m holds one of 2^m points.
        double[][] points = Points(256, 9);
        for (int split = 0; split <= 8; split++)
        {
            int columns = 1 << split, rows = 256 / columns;
            Assert.Equal(256, points.Select(point => ((int)(point[0] * columns), (int)(point[1] * rows))).Distinct().Count());
        }
    }

    [Fact]
    public void It_integrates_better_than_the_root_of_its_size()
    {
        // E prod (1 + (x_j - 1/2)) = 1 over 10 dimensions; Monte Carlo's error with 1024 points would be about 0.04.
        double mean = Points(1024, 3).Average(point => point.Take(10).Aggregate(1.0, (product, x) => product * (0.5 + x)));
        Assert.Equal(1, mean, 0.01);
    }

    private static double[][] Points(int count, ulong seed)
    {
        var sampler = new SobolSampler();
        var view = new StudyView(Cube, [Direction.Minimize], seed, [], 0, []);
        return [.. Enumerable.Range(0, count).Select(n => sampler.Propose(view, n).Raw.ToArray())];
    }
}
