using IsacCluster.Search.Sampling;
using IsacCluster.Search.Space;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Synthetic;

namespace IsacCluster.Search.Tests.Space;

public sealed class ParameterSpaceTests
{
    private static readonly ParameterSpace Nested = new(
    [
        new CategoricalParameter("kind", ["none", "one", "two"]),
        new IntParameter("depth", 1, 3, when: new Condition("kind", "one", "two")),
        new FloatParameter("deep", 0, 1, when: new Condition("depth", "3")),
    ]);

    [Theory]
    [InlineData("kind=none", 1)]
    [InlineData("kind=one;depth=2", 2)]
    [InlineData("kind=two;depth=3;deep=0.30000000000000004", 3)]
    public void A_parameter_is_active_when_its_condition_holds_and_texts_read_back(string text, int active)
    {
        ParameterSet set = Nested.Parse(text);
        Assert.Equal(active, set.Values.Count());
        Assert.Equal(text, set.ToString());
        Assert.Equal(set, Nested.Parse(set.ToString()));
        Assert.Equal(active == 3, set.Has("deep"));
    }

    [Theory]
    [InlineData("kind=none;depth=2", "depth: inactive; allowed: active parameters.")]
    [InlineData("kind=four", "kind: 'four'; allowed: one of none, one, two.")]
    [InlineData("kind=one", "depth: NaN; allowed: an integer in [1, 3].")]
    [InlineData("kind=one;depth=9", "depth: '9'; allowed: an integer in [1, 3].")]
    [InlineData("kind=none;kind=none", "kind: twice; allowed: one value.")]
    [InlineData("width=1", "width: unknown; allowed: one of kind, depth, deep.")]
    public void A_wrong_set_is_one_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SearchSpaceException>(() => Nested.Parse(text)).Message);

    [Fact]
    public void A_condition_names_an_earlier_discrete_parameter_and_its_values()
    {
        Parameter late = new FloatParameter("b", 0, 1, when: new Condition("a", "1"));
        Assert.Contains(
            "stands before", Assert.Throws<SearchSpaceException>(() => new ParameterSpace([late, new IntParameter("a", 0, 1)])).Allowed);
        Assert.Contains(
            "stepped", Assert.Throws<SearchSpaceException>(() => new ParameterSpace([new FloatParameter("a", 0, 1), late])).Allowed);
        Assert.Equal("'1'", Assert.Throws<SearchSpaceException>(() => new ParameterSpace([new IntParameter("a", 2, 3), late])).Value);
    }

    [Theory]
    [InlineData("a + 2*b <= 10", 4, 3, true)]
    [InlineData("a + 2*b <= 10", 4, 3.5, false)]
    [InlineData("a - b - 1 > 0", 3, 1, true)]
    [InlineData("2 ^ 3 ^ a < 9 * b", 1, 1, true)]
    [InlineData("-a ^ 2 >= -4", 2, 0, true)]
    [InlineData("max(a, b) / min(a, b) < 2", 3, 2, true)]
    [InlineData("sqrt(abs(a - b)) + log(exp(1)) <= (2.5e0)", 1, 3, true)]
    [InlineData("log(b) > 1", 1, 0, false)]
    [InlineData("sqrt(b - 5) > -1", 1, 0, false)]
    public void A_constraint_is_arithmetic(string text, double a, double b, bool holds)
    {
        ParameterSpace space = new([new FloatParameter("a", 0, 10), new FloatParameter("b", 0, 10)], [Constraint.Parse(text)]);
        Assert.Equal(holds, space.IsFeasible([a, b]));
    }

    [Theory]
    [InlineData("a + <= 10", "constraint: '<=' at 5 in 'a + <= 10'; allowed: a number, a name or '('.")]
    [InlineData("a + 1", "constraint: the end in 'a + 1'; allowed: <=, <, >= or >.")]
    [InlineData("a < 1 < 2", "constraint: '<' at 7 in 'a < 1 < 2'; allowed: the end.")]
    [InlineData("a < 1e400", "constraint: '1e400' at 5 in 'a < 1e400'; allowed: a number up to 1.7e308.")]
    [InlineData(
        "sin(a) < 1",
        "constraint: 'sin' at 1 in 'sin(a) < 1'; allowed: one of the functions abs, sqrt, log, log2, log10, exp, min, max.")]
    [InlineData(
        "a $ 1 < 2",
        "constraint: '$' after character 1 in 'a $ 1 < 2'; allowed: numbers, names, functions, + - * / ^ ( ) and one comparison.")]
    public void A_wrong_constraint_says_where(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SearchSpaceException>(() => Constraint.Parse(text)).Message);

    [Fact]
    public void A_constraint_names_numerical_parameters_of_the_space()
    {
        Assert.Throws<SearchSpaceException>(() => new ParameterSpace([new IntParameter("a", 0, 1)], [Constraint.Parse("b < 1")]));
        Assert.Throws<SearchSpaceException>(() => new ParameterSpace([new CategoricalParameter("a", ["x"])], [Constraint.Parse("a < 1")]));
    }

    [Fact]
    public void A_constraint_over_an_inactive_parameter_holds()
    {
        ParameterSpace space = new(
            [new CategoricalParameter("k", ["x", "y"]), new FloatParameter("a", 0, 1, when: new Condition("k", "x"))],
                [Constraint.Parse("a > 2")]);
        Assert.True(space.IsFeasible([1, double.NaN]));
        Assert.False(space.IsFeasible([0, 0.5]));
    }

    [Fact]
    public void A_space_without_a_feasible_point_is_a_clear_error()
    {
        ParameterSpace space = new([new FloatParameter("a", 0, 1)], [Constraint.Parse("a > 2")]);
        Study study = StudyRun.Empty(space, new RandomSampler());
        Assert.Contains("no feasible point for trial 0", Assert.Throws<SearchSpaceException>(() => study.Ask()).Message);
        Assert.Equal("no feasible point", Assert.Throws<SearchSpaceException>(() => StudyRun.Empty(space, new GridSampler()).Ask()).Value);
    }

    [Fact]
    public void The_mixed_objective_reads_its_branches()
    {
        var objective = new MixedConditional();
        Assert.Equal(
            0, objective.Evaluate(objective.Space.Parse("lr=0.001;layers=4;activation=gelu;optimizer=adam;beta=0.01;warmup=20"), 0), 1e-20);
        Assert.Equal(
            1.2, objective.Evaluate(objective.Space.Parse("lr=0.01;layers=4;activation=gelu;optimizer=sgd;momentum=0.9"), 0), 1e-12);
    }
}
