using ScottPlot;
using ScottPlot.TickGenerators;

namespace IsacCluster.Reporting.Figures;

/// <summary>A labelled value of an axis.</summary>
/// <param name="Place">In [0, 1] along the axis.</param>
public readonly record struct AxisTick(double Value, double Place, string Label);

/// <summary>
/// An axis, and the only place that chooses ranges and ticks: values go in, places in [0, 1] come out, and the drawing library sees nothing
/// else. So any finite values draw, equal or one ulp apart, subnormal or 1e308, and no axis has more than
/// <see cref="MostTicks"/> ticks.
/// </summary>
public sealed class FigureAxis
{
    /// <summary>Ticks of any axis; of more an even choice is left.</summary>
    public const int MostTicks = 60;

    private const double CategoryMargin = 0.6, Far = 10;
    private readonly IAxisScale _scale;

    private FigureAxis(IAxisScale scale, IReadOnlyList<AxisTick> ticks, bool categorical = false)
    {
        _scale = scale;
        Ticks = [.. EvenChoice.Of(ticks, MostTicks)];
        IsCategorical = categorical;
    }

    /// <summary>In ascending order of places.</summary>
    public IReadOnlyList<AxisTick> Ticks { get; }

    public bool IsLogarithmic => _scale is LogarithmicScale;

    public bool IsCategorical { get; }

    /// <summary>From <paramref name="low"/> to <paramref name="high"/> and further by a share of that at both ends, with round steps of 1,
    /// 2, 2.5 or 5 times a power of ten. Where both are equal as far as nine digits, a tenth to both sides.</summary>
    /// <param name="count">About so many ticks.</param>
    public static FigureAxis Linear(double low, double high, double margin = 0, int count = 6) => Linear(low, high, margin, count, false);

    /// <summary>As <see cref="Linear(double, double, double, int)"/>, with ticks at whole numbers only.</summary>
    public static FigureAxis Counting(double low, double high, double margin = 0) => Linear(low, high, margin, 6, whole: true);

    /// <summary>Decades, with 2 and 5 between them where there are few.</summary>
    /// <param name="low">Positive.</param>
    /// <param name="margin">Share of the decades, added at both ends.</param>
    public static FigureAxis Logarithmic(double low, double high, double margin = 0) => Logarithmic(low, high, margin, margin);

    /// <summary>As <see cref="Logarithmic(double, double, double)"/>, with a margin for each end.</summary>
    public static FigureAxis Logarithmic(double low, double high, double marginLow, double marginHigh)
    {
        var scale = new LogarithmicScale(low, high, marginLow, marginHigh);
        return new FigureAxis(scale, scale.Ticks());
    }

    /// <summary>Of durations in seconds; logarithmic from a decade on.</summary>
    public static FigureAxis Seconds(IEnumerable<double> values)
    {
        FigureAxis axis = Over(values, margin: 0.08);
        return axis.With(axis.Ticks.Where(tick => double.IsFinite(tick.Value))
            .Select(tick => tick with { Label = NumberText.SecondsTick(tick.Value) }));
    }

    /// <summary>Of shares in per cent that come near 100: decades of what is missing, and 100 itself beyond them.</summary>
    public static FigureAxis Nines(IReadOnlyCollection<double> percents) => Shares(new ShareScale(percents, nines: true));

    /// <summary>Of shares in per cent that come near 0: decades of them, and 0 itself below.</summary>
    public static FigureAxis Few(IReadOnlyCollection<double> percents) => Shares(new ShareScale(percents, nines: false));

    /// <summary>Over the finite ones of the values; logarithmic where they are positive and span the factor.</summary>
    /// <param name="logarithmicFrom">At least 10, as a logarithmic axis has no tick to label within a decade; infinite: never.</param>
    public static FigureAxis Over(IEnumerable<double> values, double margin = 0.06, double logarithmicFrom = 10)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
        {
            if (double.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        if (low > high) return Linear(0, 1).WithoutTicks();
        bool logarithmic = low > 0 && Math.Log10(high) - Math.Log10(low) >= Math.Log10(logarithmicFrom);
        return logarithmic ? Logarithmic(low, high, margin) : Linear(low, high, margin);
    }

    /// <summary>A place for each name, by its index.</summary>
    public static FigureAxis Categories(IReadOnlyList<string> names)
    {
        var scale = new LinearScale(-CategoryMargin, names.Count - 1 + CategoryMargin, 0);
        return new FigureAxis(scale, [.. names.Select((name, i) => new AxisTick(i, scale.Place(i), name))], categorical: true);
    }

    /// <summary>A row for each name, the first on top.</summary>
    public static FigureAxis Rows(IReadOnlyList<string> names)
    {
        var scale = new LinearScale(-CategoryMargin, names.Count - 1 + CategoryMargin, 0, descending: true);
        return new FigureAxis(scale, [.. names.Select((name, i) => new AxisTick(i, scale.Place(i), name)).Reverse()], categorical: true);
    }

    /// <summary>Where a value stands, 0 to 1; what lies far outside stands a little outside.</summary>
    /// <param name="value">Finite, and positive on a logarithmic axis.</param>
    public double Place(double value) => Math.Clamp(_scale.Place(value), -Far, Far);

    /// <summary>Width of a category, or of a row, in places.</summary>
    public double CategoryWidth => Math.Abs(_scale.Place(1) - _scale.Place(0));

    /// <summary>A label of the axis that says whether it is logarithmic.</summary>
    public string Title(string label) => IsLogarithmic ? $"{label} (logarithmic)" : label;

    /// <summary>Whether its ends are doubles that differ.</summary>
    internal bool IsPlain => _scale.Description is var (_, low, high) && double.IsFinite(high - low) && low != high;

    /// <summary>Scale, ends and, where they are few and chosen, ticks: for the script of a page.</summary>
    internal void Describe(PageJson json)
    {
        (string name, double low, double high) = _scale.Description;
        double fine = Math.Abs(high - low) * 1e-4;
        json.Name("scale").Text(name).Name("lo").Value(low, fine).Name("hi").Value(high, fine);
        if (_scale.Cap is { } cap) json.Name("cap").Value(cap);
        if (IsCategorical)
        {
            json.Name("names").Begin('[');
            foreach (AxisTick tick in Ticks.OrderBy(tick => tick.Value)) json.Text(tick.Label);
            json.End(']');
            return;
        }

        json.Name("ticks").Begin('[');
        foreach (AxisTick tick in Ticks) json.Begin('[').Value(tick.Value).Text(tick.Label).End(']');
        json.End(']');
    }

    /// <summary>The same axis with labels by another rule, such as seconds.</summary>
    public FigureAxis Relabel(Func<double, string> label) => With(Ticks.Select(tick => tick with { Label = label(tick.Value) }));

    /// <summary>The same axis with labels of its own; ticks outside it are left out.</summary>
    public FigureAxis WithTicks(IEnumerable<(double Value, string Label)> ticks) => With(
        ticks.Select(tick => new AxisTick(tick.Value, Place(tick.Value), tick.Label)).Where(tick => tick.Place is > -1e-9 and < 1 + 1e-9));

    public FigureAxis WithoutTicks() => With([]);

    /// <summary>Labels only as many ticks as fit side by side on an axis of the given length, in pixels.</summary>
    public FigureAxis Thinned(double length, bool rotated = false)
    {
        double lastEnd = double.NegativeInfinity;
        var thinned = new List<AxisTick>();
        foreach (AxisTick tick in Ticks)
        {
            double half = rotated ? 9 : TextWidth.Of(tick.Label, FigureRenderer.TextSize - 1, bold: false) / 2 + 5;
            double centre = tick.Place * length;
            bool fits = centre - half >= lastEnd;
            thinned.Add(fits ? tick : tick with { Label = "" });
            if (fits) lastEnd = centre + half;
        }

        return With(thinned);
    }

    public void Apply(IXAxis axis) => Apply((IAxis)axis);

    public void Apply(IYAxis axis) => Apply((IAxis)axis);

    /// <summary>Whether a plot's axis was set by <see cref="Apply(IXAxis)"/>.</summary>
    internal static bool IsAppliedTo(IAxis axis) => axis is { TickGenerator: Chosen, Min: 0, Max: 1 };

    private static FigureAxis Shares(ShareScale scale) => new(scale, scale.Ticks());

    private static FigureAxis Linear(double low, double high, double margin, int count, bool whole)
    {
        var scale = new LinearScale(low, high, margin);
        return new FigureAxis(scale, scale.Ticks(count, whole));
    }

    private FigureAxis With(IEnumerable<AxisTick> ticks) => new(_scale, [.. ticks], IsCategorical);

    private void Apply(IAxis axis)
    {
        axis.TickGenerator = new Chosen(Ticks);
        axis.Min = 0;
        axis.Max = 1;
    }

    private sealed class Chosen(IReadOnlyList<AxisTick> ticks) : NumericManual(
        [.. ticks.Select(tick => tick.Place)], [.. ticks.Select(tick => tick.Label)]);
}
