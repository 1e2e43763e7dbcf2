using System.Globalization;
using IsacCluster.Reporting.Figures;

namespace IsacCluster.Reporting.Tests.Figures;

public sealed class FigureAxisTests
{
    private const long FewBytes = 200_000;

    /// <summary>The axes that a figure can ask for over some values.</summary>
    private static IEnumerable<FigureAxis> Axes(double[] values) =>
    [
        FigureAxis.Over(values),
        FigureAxis.Over(values, 0.08, logarithmicFrom: 30),
        FigureAxis.Over(values, logarithmicFrom: double.PositiveInfinity),
        FigureAxis.Linear(values.Min(), values.Max()),
        FigureAxis.Counting(values.Min(), values.Max(), 0.04),
    ];

    [Fact]
    public void Any_finite_values_have_places_and_few_ticks_at_few_bytes()
    {
        foreach ((string name, double[] values) in ExtremeSeries.All)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            FigureAxis[] axes = [.. Axes(values)];
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < FewBytes, name);
            foreach (FigureAxis axis in axes)
            {
                Assert.InRange(axis.Ticks.Count, 0, FigureAxis.MostTicks);
                Assert.All(values, value => Assert.InRange(axis.Place(value), -1e-6, 1 + 1e-6));
                Assert.All(axis.Ticks, tick => Assert.InRange(tick.Place, -1e-6, 1 + 1e-6));
                Assert.Equal(axis.Ticks.Select(tick => tick.Place).Order(), axis.Ticks.Select(tick => tick.Place));
                Assert.Equal(axis.Ticks.Count, axis.Ticks.Select(tick => tick.Label).Distinct().Count());
            }
        }
    }

    [Fact]
    public void Nines_tell_shares_apart_and_keep_100_beyond_them()
    {
        FigureAxis axis = FigureAxis.Nines([0, 99.4, 99.94, 100]);
        Assert.Equal(["0", "90", "99", "99.9", "100"], axis.Ticks.Select(tick => tick.Label));
        double[] places = [.. ((double[])[0, 90, 99, 99.4, 99.9, 99.94, 100]).Select(axis.Place)];
        Assert.Equal(places.Order(), places);
        Assert.Equal(places[2] - places[1], places[4] - places[2], 1e-9);
        Assert.All(places, place => Assert.InRange(place, 0, 1));
        Assert.All(ExtremeSeries.All, series => Assert.All(series.Values, value =>
            Assert.InRange(FigureAxis.Nines(series.Values).Place(value), -1e-9, 1 + 1e-9)));
    }

    [Fact]
    public void Few_per_cent_have_decades_and_keep_0_below_them()
    {
        FigureAxis axis = FigureAxis.Few([0, 0.04, 40]);
        Assert.Equal(["0", "0.1", "1", "10"], axis.Ticks.Select(tick => tick.Label));
        Assert.Equal(axis.Place(1) - axis.Place(0.1), axis.Place(10) - axis.Place(1), 1e-9);
        Assert.True(axis.Place(0) < axis.Place(0.04));
    }

    [Fact]
    public void Labels_are_the_values_of_their_ticks()
    {
        foreach ((string name, double[] values) in ExtremeSeries.All)
        {
            foreach (AxisTick tick in Axes(values).SelectMany(axis => axis.Ticks).Where(tick => double.IsFinite(tick.Value)))
            {
                // A label may be a subnormal number, of which a double keeps few digits.
                double tolerance = Math.Abs(tick.Value) * 1e-9 + 2 * double.Epsilon;
                Assert.True(Math.Abs(Parse(tick.Label) - tick.Value) <= tolerance, $"{name}: {tick}");
            }
        }
    }

    [Fact]
    public void What_differs_in_the_first_nine_digits_has_different_places()
    {
        FigureAxis axis = FigureAxis.Over([1, 1 + 3e-9]);
        Assert.InRange(axis.Place(1 + 3e-9) - axis.Place(1), 0.8, 1);
        Assert.True(axis.Ticks.Count >= 3, string.Join(' ', axis.Ticks));
        FigureAxis equal = FigureAxis.Over([1, Math.BitIncrement(1.0)]);
        Assert.Equal(0.5, equal.Place(1), 1e-6);
        Assert.Contains("1.00", equal.Ticks.Select(tick => tick.Label));
    }

    [Theory]
    [InlineData(0, 1, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-50, 50, "−40 −20 0 20 40")]
    [InlineData(0, 100, "0 20 40 60 80 100")]
    [InlineData(0.24, 0.26, "0.240 0.245 0.250 0.255 0.260")]
    [InlineData(0, 3e-10, "0 0.5×10⁻¹⁰ 1.0×10⁻¹⁰ 1.5×10⁻¹⁰ 2.0×10⁻¹⁰ 2.5×10⁻¹⁰ 3.0×10⁻¹⁰")]
    public void Linear_axes_have_round_steps(double low, double high, string labels) =>
        Assert.Equal(labels, string.Join(' ', FigureAxis.Linear(low, high).Ticks.Select(tick => tick.Label)));

    [Theory]
    [InlineData(1, 1000, "1 2 5 10 20 50 100 200 500 1000")]
    [InlineData(1e-10, 1e-8, "10⁻¹⁰ 2×10⁻¹⁰ 5×10⁻¹⁰ 10⁻⁹ 2×10⁻⁹ 5×10⁻⁹ 10⁻⁸")]
    [InlineData(1e-300, 1e300, "10⁻³⁰⁰ 10⁻²⁴⁰ 10⁻¹⁸⁰ 10⁻¹²⁰ 10⁻⁶⁰ 1 10⁶⁰ 10¹²⁰ 10¹⁸⁰ 10²⁴⁰ 10³⁰⁰")]
    public void Logarithmic_axes_have_decades(double low, double high, string labels) =>
        Assert.Equal(labels, string.Join(' ', FigureAxis.Logarithmic(low, high).Ticks.Select(tick => tick.Label)));

    [Fact]
    public void Whole_numbers_are_labelled_at_whole_numbers_only()
    {
        Assert.Equal(["1", "2", "3"], FigureAxis.Counting(1, 3, 0.04).Ticks.Select(tick => tick.Label));
        Assert.All(FigureAxis.Counting(0, 13).Ticks, tick => Assert.Equal(tick.Value, Math.Round(tick.Value)));
    }

    [Fact]
    public void Ten_thousand_names_get_as_many_ticks_as_an_axis_holds()
    {
        FigureAxis axis = FigureAxis.Categories([.. Enumerable.Range(0, 10_000).Select(i => $"{i}")]);
        Assert.Equal(FigureAxis.MostTicks, axis.Ticks.Count);
        Assert.Equal(("0", "9999"), (axis.Ticks[0].Label, axis.Ticks[^1].Label));
        Assert.InRange(axis.Place(9999), 0.99, 1);
        FigureAxis rows = FigureAxis.Rows(["top", "bottom"]);
        Assert.True(rows.Place(0) > rows.Place(1));
        Assert.Equal(["bottom", "top"], rows.Ticks.Select(tick => tick.Label));
    }

    [Fact]
    public void A_figure_whose_axis_was_chosen_elsewhere_is_refused()
    {
        var figure = new Figure("x", "X", "", "", 200, 100, [], plot => plot.Axes.SetLimits(0, 1, 0, 1));
        Assert.Throws<InvalidOperationException>(() => FigureRenderer.Render(figure));
    }

    /// <summary>A label as a number: "−1.5×10⁻⁷".</summary>
    private static double Parse(string label)
    {
        string[] parts = label.Replace('−', '-').Split('×');
        if (parts is [var only] && only.All(c => c is '-' or '.' or (>= '0' and <= '9')))
            return double.Parse(only, CultureInfo.InvariantCulture);
        string mantissa = parts.Length == 2 ? parts[0] : "1", power = parts[^1][2..];
        string exponent = string.Concat(power.Select(c => c == '⁻' ? '-' : (char)('0' + "⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c))));
        return double.Parse($"{mantissa}e{exponent}", CultureInfo.InvariantCulture);
    }
}
