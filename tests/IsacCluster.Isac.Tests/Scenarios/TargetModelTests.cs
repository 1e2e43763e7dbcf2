using IsacCluster.Isac.Scenarios;
using IsacCluster.Isac.Tests.Randomness;

namespace IsacCluster.Isac.Tests.Scenarios;

public sealed class TargetModelTests
{
    private const ulong Seed = 11;
    private const int Count = 20_000;

    [Theory]
    [InlineData(1, -60, 60, 10)]
    [InlineData(3, -60, 60, 10)]
    [InlineData(5, -30, 40, 15)]
    [InlineData(4, -30, 15, 15)]
    public void Random_targets_are_sorted_in_range_and_separated(int count, double low, double high, double separation)
    {
        var model = new RandomTargets(count, low, high, separation);
        for (ulong sample = 0; sample < 1000; sample++)
        {
            double[] targets = model.Draw(Seed, sample);
            Assert.Equal(count, targets.Length);
            Assert.True(targets[0] >= low - 1e-12 && targets[^1] <= high + 1e-12);
            for (int k = 1; k < count; k++) Assert.True(targets[k] - targets[k - 1] >= separation - 1e-12);
        }
    }

    /// <summary>
    /// For K = 2 the admissible (x, x + s + g) form the triangle x, g >= 0, x + g at most w = high - low - s. Uniform on it means
    /// P(X &lt;= x) = 1 - (1 - x/w)^2 and, given x, g uniform on [0, w - x].
    /// </summary>
    [Fact]
    public void Pairs_are_uniform_over_the_admissible_ones()
    {
        const double low = -60, high = 60, separation = 10, room = high - low - separation;
        var model = new RandomTargets(2, low, high, separation);
        (double X, double Share)[] pairs = [.. Enumerable.Range(0, Count).Select(i =>
        {
            double[] targets = model.Draw(Seed, (ulong)i);
            double x = targets[0] - low;
            return (x, (targets[1] - targets[0] - separation) / (room - x));
        })];
        KolmogorovSmirnov.AssertFollows(pairs.Select(pair => pair.X), x => 1 - Math.Pow(1 - x / room, 2));
        KolmogorovSmirnov.AssertFollows(pairs.Select(pair => pair.Share), share => share);
        KolmogorovSmirnov.AssertUncorrelated(pairs);
    }

    [Fact]
    public void Fixed_targets_are_returned_as_given() =>
        Assert.Equal([40, -40, 0], new FixedTargets([40, -40, 0]).Draw(Seed, 5));

    [Fact]
    public void Fixed_targets_compare_by_their_angles()
    {
        Assert.Equal(new FixedTargets([-40, 0]), new FixedTargets([-40, 0]));
        Assert.NotEqual(new FixedTargets([-40, 0]), new FixedTargets([0, -40]));
        Assert.Equal(new FixedTargets([-40, 0]).GetHashCode(), new FixedTargets([-40, 0]).GetHashCode());
    }
}
