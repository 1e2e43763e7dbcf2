using IsacCluster.Search.Space;
using IsacCluster.Search.Synthetic;

namespace IsacCluster.Search.Tests.Synthetic;

public sealed class ObjectiveTests
{
    [Fact]
    public void Known_optima_have_known_values()
    {
        Assert.Equal(0, new Sphere(3).Evaluate(new Sphere(3).Space.Create([1, 1, 1]), 0));
        Assert.Equal(0, new Rosenbrock(3).Evaluate(new Rosenbrock(3).Space.Create([1, 1, 1]), 0));
        foreach ((double x, double y) in new[] { (-Math.PI, 12.275), (Math.PI, 2.275), (9.42478, 2.475) })
        {
            Assert.Equal(new Branin().Optimum, new Branin().Evaluate(new Branin().Space.Create([x, y]), 0), 1e-5);
        }

        var gardner = new Gardner();
        double[] limit = gardner.Measure(gardner.Space.Create([1.5 * Math.PI, Math.Asin(0.95)]), 0);
        Assert.Equal(gardner.Optimum, limit[0], 1e-12);
        Assert.Equal(-0.95, limit[1], 1e-12);
        Assert.Equal([0.5, 0.75], new Zdt2(3).EvaluateAll(new Zdt2(3).Space.Create([0.5, 0, 0]), 0));
        double[] best = [0.20168952, 0.15001069, 0.47687398, 0.27533243, 0.31165162, 0.65730054];
        Assert.Equal(new Hartmann6().Optimum, new Hartmann6().Evaluate(new Hartmann6().Space.Create(best), 0), 1e-6);
    }

    [Theory]
    [InlineData("sphere10")]
    [InlineData("rosenbrock4")]
    [InlineData("branin")]
    [InlineData("hartmann6")]
    [InlineData("mixed")]
    [InlineData("learning-curve")]
    [InlineData("noisy-sphere3")]
    [InlineData("rastrigin-centred5")]
    [InlineData("ellipsoid6")]
    [InlineData("crash-sphere4")]
    [InlineData("zdt25")]
    [InlineData("gardner")]
    [InlineData("bnh")]
    public void The_catalog_knows_them_by_their_names(string name) => Assert.Equal(name, SyntheticCatalog.Create(name).Name);

    [Theory]
    [InlineData("sphere")]
    [InlineData("sphere0")]
    [InlineData("rosenbrock1")]
    [InlineData("noisy-")]
    public void Other_names_are_an_error(string name) => Assert.Throws<SearchSpaceException>(() => SyntheticCatalog.Create(name));

    [Fact]
    public void Noise_is_a_function_of_seed_and_trial()
    {
        var sphere = new Sphere(1);
        ParameterSet at = sphere.Space.Create([1]);
        double[] noise = [.. Enumerable.Range(0, 4000).Select(n => new Noisy(sphere, 2, 5).Evaluate(at, n))];
        Assert.Equal(noise[17], new Noisy(sphere, 2, 5).Evaluate(at, 17));
        Assert.Equal(0, noise.Average(), 0.15);
        Assert.Equal(4, noise.Average(x => x * x), 0.4);
        Assert.Equal(noise.Length, noise.Distinct().Count());
    }

    [Fact]
    public void A_learning_curve_falls_and_ends_at_its_value()
    {
        var curve = new LearningCurve(20);
        ParameterSet at = curve.Space.Create([0.2, 0.4, 0.9]);
        double[] values = [.. Enumerable.Range(1, 20).Select(step => curve.EvaluateAt(at, 0, step))];
        Assert.Equal(values.OrderDescending(), values);
        Assert.Equal(values[^1], curve.Evaluate(at, 0));
    }
}
