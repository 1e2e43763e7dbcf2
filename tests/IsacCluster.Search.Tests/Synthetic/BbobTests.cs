using IsacCluster.Search.Space;
using IsacCluster.Search.Synthetic;

namespace IsacCluster.Search.Tests.Synthetic;

public sealed class BbobTests
{
    public static TheoryData<int> Functions => [.. Enumerable.Range(1, 24)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_optimum_is_where_it_is_said_and_nothing_is_below_it(int function)
    {
        for (int instance = 1; instance <= 3; instance++)
        {
            var objective = new BbobFunction(function, 5, instance);
            double[] best = [.. objective.OptimumPoint];
            Assert.All(best, x => Assert.InRange(x, -5, 5));
            Assert.Equal(objective.Optimum, objective.At(best), 1e-6);
            for (int n = 0; n < 2000; n++)
            {
                // Weyl's sequence: fractions of multiples of irrational numbers fill the cube evenly.
                double width = n % 2 == 0 ? 10 : 0.01;
                double[] x = [.. best.Select((b, i) =>
                    Math.Clamp((n % 2 == 0 ? 0 : b) + width * (n * Math.Sqrt(2 + 3 * i) % 1 - 0.5), -5, 5))];
                Assert.True(objective.At(x) >= objective.Optimum - 1e-6, $"instance {instance}: {objective.At(x)}");
            }
        }
    }

    [Fact]
    public void Values_are_those_of_the_definitions_at_hand_computed_points()
    {
        // 1 away in each coordinate: 5 of the sphere; of the linear slope from its corner 5 sum_i 10^(i / 4) at the origin.
        var sphere = new BbobFunction(1, 5, 1);
        Assert.Equal(5, sphere.At([.. sphere.OptimumPoint.Select(x => x + 1)]) - sphere.Optimum, 1e-9);
        var slope = new BbobFunction(5, 5, 1);
        double steps = Enumerable.Range(0, 5).Sum(i => Math.Pow(10, i / 4.0));
        Assert.Equal(5 * steps, slope.At([0, 0, 0, 0, 0]) - slope.Optimum, 1e-9);
        // T_osz leaves 1 as it is, and turns cannot change the length: each of a discus lies between 1 and 10^6 squared lengths.
        var ellipsoid = new BbobFunction(2, 5, 4);
        double curvatures = Enumerable.Range(0, 5).Sum(i => Math.Pow(10, 6 * i / 4.0));
        Assert.Equal(curvatures, ellipsoid.At([.. ellipsoid.OptimumPoint.Select(x => x + 1)]) - ellipsoid.Optimum, 1e-3);
        var cigar = new BbobFunction(12, 2, 1);
        Assert.True(cigar.At([5, 5]) > cigar.Optimum + 1);
    }

    [Fact]
    public void Instances_differ_and_names_come_back()
    {
        Assert.NotEqual(new BbobFunction(3, 5, 1).OptimumPoint, new BbobFunction(3, 5, 2).OptimumPoint);
        Assert.Equal("bbob-f13-7-25", SyntheticCatalog.Create("bbob-f13-7-25").Name);
        Assert.Throws<SearchSpaceException>(() => SyntheticCatalog.Create("bbob-f25-5-1"));
        Assert.Throws<SearchSpaceException>(() => SyntheticCatalog.Create("bbob-f3-5"));
    }

    [Fact]
    public void A_crash_sphere_has_no_value_on_one_side()
    {
        var crash = new CrashSphere(2);
        Assert.True(double.IsNaN(crash.Evaluate(crash.Space.Create([-0.1, 0]), 0)));
        Assert.Equal(0.5, crash.Evaluate(crash.Space.Create([0, 1]), 0));
    }

    [Fact]
    public void A_reflected_ellipsoid_is_0_at_its_optimum_only()
    {
        // z = 1/2 in all coordinates: sum z = -sum x, so x_i = 1/2 + (2 / d) sum x = 1/2 - 1.
        var ellipsoid = new Ellipsoid(6);
        double[] best = [-0.5, -0.5, -0.5, -0.5, -0.5, -0.5];
        Assert.Equal(0, ellipsoid.Evaluate(ellipsoid.Space.Create(best), 0), 1e-20);
        double atOrigin = 0.25 * Enumerable.Range(0, 6).Sum(i => Math.Pow(10, 0.4 * i));
        Assert.Equal(atOrigin, ellipsoid.Evaluate(ellipsoid.Space.Create(new double[6]), 0), 1e-9);
    }
}
