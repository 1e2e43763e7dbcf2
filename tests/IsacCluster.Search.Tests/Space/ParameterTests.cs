using IsacCluster.Search.Space;

namespace IsacCluster.Search.Tests.Space;

public sealed class ParameterTests
{
    private static readonly Parameter[] All =
    [
        new FloatParameter("f", -2, 3), new FloatParameter("log", 1e-6, 10, log: true), new FloatParameter("step", 0.1, 1, step: 0.3),
        new IntParameter("i", -3, 4), new IntParameter("even", 2, 11, step: 2), new IntParameter("wide", 1, 1000, log: true),
        new CategoricalParameter("c", ["a", "b", "c"]),
    ];

    [Fact]
    public void Every_point_of_the_unit_interval_is_a_legal_value_that_maps_back()
    {
        foreach (Parameter parameter in All)
        {
            for (int k = 0; k <= 200; k++)
            {
                double u = k / 200.0, raw = parameter.FromUnit(u), back = parameter.ToUnit(raw);
                Assert.True(parameter.Contains(raw), $"{parameter.Name} {raw}");
                Assert.Equal(raw, parameter.FromUnit(back), 1e-9);
                Assert.Equal(raw, parameter.Parse(parameter.Format(raw)));
                Assert.True(
                    Math.Abs(back - u) <= (parameter is IntParameter { Log: true } ? 1 : 0.5) * parameter.CellWidth(raw) + 1e-9,
                    $"{parameter.Name} {u} {back}");
            }
        }
    }

    [Fact]
    public void Cells_of_discrete_parameters_fill_the_unit_interval()
    {
        foreach (Parameter parameter in All.Where(parameter => parameter.Cardinality is not null))
        {
            double[] values = [.. Enumerable.Range(0, 20_001).Select(k => parameter.FromUnit(k / 20_000.0)).Distinct()];
            Assert.Equal(parameter.Cardinality, values.Length);
            Assert.Equal(1, values.Sum(parameter.CellWidth), 1e-9);
        }
    }

    [Fact]
    public void Steps_end_at_the_last_multiple()
    {
        Assert.Equal(1.0, new FloatParameter("x", 0, 1, step: 0.1).High);
        Assert.Equal(11, new FloatParameter("x", 0, 1, step: 0.1).Cardinality);
        Assert.Equal(0.9, new FloatParameter("x", 0, 1, step: 0.3).High, 1e-12);
        Assert.Equal(10, new IntParameter("x", 2, 11, step: 2).High);
    }

    [Fact]
    public void A_log_float_is_uniform_in_its_logarithm() =>
        Assert.Equal(1e-2, new FloatParameter("x", 1e-4, 1, log: true).FromUnit(0.5), 1e-12);

    public static TheoryData<string, Func<Parameter>> Wrong => new()
    {
        { "x: low NaN; allowed: a finite number.", () => new FloatParameter("x", double.NaN, 1) },
        { "x: high 1; allowed: a finite number above low (2).", () => new FloatParameter("x", 2, 1) },
        {
            "x: high 1E+308; allowed: at most 1.7976931348623157E+308 above low (-1E+308).",
            () => new FloatParameter("x", -1e308, 1e308)
        },
        { "x: low 0; allowed: a positive number, as scale is log.", () => new FloatParameter("x", 0, 1, log: true) },
        { "x: step 0.1; allowed: no step, as scale is log.", () => new FloatParameter("x", 1, 2, log: true, step: 0.1) },
        { "x: step 2; allowed: (0, 1].", () => new FloatParameter("x", 0, 1, step: 2) },
        { "x: high 0; allowed: [1, 2^53].", () => new IntParameter("x", 1, 0) },
        { "x: low 0; allowed: at least 1, as scale is log.", () => new IntParameter("x", 0, 9, log: true) },
        { "x: step 0; allowed: at least 1.", () => new IntParameter("x", 0, 9, step: 0) },
        { "x: no category; allowed: at least one.", () => new CategoricalParameter("x", []) },
        { "x: category 'a' twice; allowed: different categories.", () => new CategoricalParameter("x", ["a", "a"]) },
        { "space: name '2x'; allowed: a letter or '_', then letters, digits, '_', '.', '-'.", () => new IntParameter("2x", 0, 1) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_makes_no_sense_is_one_line(string message, Func<Parameter> create) =>
        Assert.Equal(message, Assert.Throws<SearchSpaceException>(create).Message);
}
