using IsacCluster.Search.Space;

namespace IsacCluster.Search.Tests.Space;

public sealed class FormulaTests
{
    private static readonly string[] Columns = ["a", "b", "val/loss"];

    [Theory]
    [InlineData("a + 0.1*b", 2.3)]
    [InlineData("-a^2 + max(a, b, 7) / 2", -0.5)]
    [InlineData("log10(100) + log2(8) + log(exp(1)) + sqrt(9) - abs(-b)", 6)]
    [InlineData("min(`val/loss`, a)", -4)]
    [InlineData("2^3^0 - 1e1", -8)]
    public void A_formula_has_its_value(string text, double value) =>
        Assert.Equal(value, Formula.Parse(text).Evaluate(Columns, [2, 3, -4]), 1e-12);

    [Theory]
    [InlineData("a +", "the end in 'a +'")]
    [InlineData("a ? b", "'?' after character 1 in 'a ? b'")]
    [InlineData("a b", "'b' at 3 in 'a b'")]
    [InlineData("sin(a)", "'sin' at 1 in 'sin(a)'")]
    [InlineData("max(a)", "')' at 6 in 'max(a)'")]
    [InlineData("a <= b", "'<=' at 3 in 'a <= b'")]
    public void A_mistake_is_named_with_its_place(string text, string value) =>
        Assert.Equal(value, Assert.Throws<SearchSpaceException>(() => Formula.Parse(text)).Value);

    [Theory]
    [InlineData("a <= 3", -1, 3)]
    [InlineData("a >= 3", 1, 3)]
    [InlineData("2 < a", double.Epsilon, 2)]
    [InlineData("a < b", -1, 1)]
    [InlineData("a + b >= 0", -5, 1)]
    [InlineData("-5 <= `val/loss`", -1, 5)]
    public void An_excess_is_above_0_where_a_comparison_does_not_hold(string text, double excess, double scale)
    {
        Constraint constraint = Constraint.Parse(text);
        Assert.Equal(excess, constraint.Excess(Columns, [2, 3, -4]));
        Assert.Equal(scale, constraint.Scale);
    }

    [Fact]
    public void A_name_may_have_any_characters() => Assert.Equal(-4, Formula.OfName("val/loss").Evaluate(Columns, [2, 3, -4]));
}
