using IsacCluster.Search.Analysis;
using IsacCluster.Search.Sampling;
using IsacCluster.Search.Sampling.Sobol;
using IsacCluster.Search.Space;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Tests.Analysis;

public sealed class AnalysisTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_hypervolume_is_the_share_of_a_grid_that_is_dominated(int objectives)
    {
        // Points on a grid of tenths: counting the cells that are dominated is exact.
        ParameterSpace space = new(Enumerable.Range(0, objectives).Select(i => new IntParameter($"x{i}", 0, 12)));
        var view = new StudyView(space, [Direction.Minimize], 6, [], 0, []);
        var sampler = new SobolSampler();
        double[][] points = [.. Enumerable.Range(0, 15).Select(n => sampler.Propose(view, n).Raw.ToArray())];
        double[] reference = [.. Enumerable.Repeat(10.0, objectives)];
        int cells = 0;
        for (int cell = 0; cell < (int)Math.Pow(10, objectives); cell++)
        {
            int[] at = [.. Enumerable.Range(0, objectives).Select(k => cell / (int)Math.Pow(10, k) % 10)];
            if (points.Any(point => point.Select((x, k) => x <= at[k]).All(below => below))) cells++;
        }

        Assert.Equal(cells, Hypervolume.Of(points, reference), 1e-9);
        Assert.True(cells > 0);
    }

    [Fact]
    public void Fronts_are_peeled_one_by_one()
    {
        double[][] costs = [[1, 4], [2, 2], [4, 1], [2, 5], [3, 3], [5, 5], [2, 2]];
        Assert.Equal([0, 0, 0, 1, 1, 2, 0], ParetoFront.Ranks(costs));
    }

    [Fact]
    public void Importances_follow_the_variance_that_each_parameter_explains()
    {
        // f = 4 a + 2 b + 0 c on the cube: main effects 16/20, 4/20 and 0.
        ParameterSpace space = new([new FloatParameter("c", 0, 1), new FloatParameter("b", 0, 1), new FloatParameter("a", 0, 1)]);
        Study study = StudyRun.Empty(space, new SobolSampler());
        for (int i = 0; i < 128; i++)
        {
            ParameterSet set = study.Ask().Parameters;
            study.Tell(i, 4 * set["a"].Number + 2 * set["b"].Number);
        }

        IReadOnlyDictionary<string, double> importance = ParameterImportance.Of(study);
        Assert.Equal(0.8, importance["a"], 0.05);
        Assert.Equal(0.2, importance["b"], 0.05);
        Assert.True(importance["c"] < 0.01);
    }

    [Theory]
    [InlineData(1e-7, 0)]
    [InlineData(1, 1e6)]
    [InlineData(-1e300, 0)]
    [InlineData(1e-310, 0)]
    public void Importances_depend_on_neither_scale_nor_offset(double scale, double offset)
    {
        ParameterSpace space = new([new FloatParameter("a", 0, 1), new FloatParameter("b", 0, 1)]);
        IReadOnlyDictionary<string, double> plain = Of(1, 0), moved = Of(scale, offset);
        Assert.True(plain["a"] > 0.5 && plain["b"] > 0.05, $"{plain["a"]} {plain["b"]}");
        foreach (string name in plain.Keys) Assert.Equal(plain[name], moved[name], 1e-3);

        IReadOnlyDictionary<string, double> Of(double factor, double added)
        {
            Study study = StudyRun.Empty(space, new SobolSampler());
            for (int i = 0; i < 64; i++)
            {
                ParameterSet set = study.Ask().Parameters;
                study.Tell(i, factor * (5 * set["a"].Number * set["a"].Number + 2 * set["b"].Number) + added);
            }

            return ParameterImportance.Of(study);
        }
    }

    [Theory]
    [InlineData(60, 0.10)]
    [InlineData(500, 0.07)]
    public void A_forest_ranks_a_curved_function_alike_at_every_scale_and_offset(int trials, double error)
    {
        // f = 3 (x - 1/2)^2 + (y - 1/2)^2 + 0.3 x z on the cube: main effects 0.866, 0.093 and 0.031.
        ParameterSpace space = new([new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1), new FloatParameter("z", 0, 1)]);
        IReadOnlyDictionary<string, double> plain = Of(1, 0);
        Assert.Equal(0.866, plain["x"], error);
        Assert.Equal(0.093, plain["y"], 0.09);
        Assert.Equal(0.031, plain["z"], 0.03);
        foreach ((double scale, double offset) in new[] { (1e-7, 0.0), (1.0, 1e6), (-1e9, 3.0) })
            foreach ((string name, double value) in Of(scale, offset)) Assert.Equal(plain[name], value, 1e-3);

        IReadOnlyDictionary<string, double> Of(double factor, double added)
        {
            Study study = StudyRun.Empty(space, new RandomSampler());
            for (int i = 0; i < trials; i++)
            {
                ParameterSet set = study.Ask().Parameters;
                (double x, double y, double z) = (set["x"].Number - 0.5, set["y"].Number - 0.5, set["z"].Number);
                study.Tell(i, factor * (3 * x * x + y * y + 0.3 * z * (x + 0.5)) + added);
            }

            return ParameterImportance.Of(study);
        }
    }

    [Fact]
    public void Without_variance_nothing_is_important()
    {
        Study study = StudyRun.Empty(new([new FloatParameter("a", 0, 1)]), new SobolSampler());
        for (int i = 0; i < 20; i++) study.Tell(study.Ask().Number, 3);
        Assert.Equal(0, ParameterImportance.Of(study)["a"]);
    }
}
