using ScottPlot;
using ScottPlot.TickGenerators;

namespace IsacCluster.Reporting.Figures;

/// <summary>An axis: its limits in plot coordinates, and the ticks to label.</summary>
public sealed record AxisTicks(double Minimum, double Maximum, IReadOnlyList<(double Position, string Label)> Ticks)
{
    /// <summary>Round steps (1, 2, 2.5, 5 times a power of ten) over the given limits, with equal decimals.</summary>
    public static AxisTicks Linear(double minimum, double maximum, int count = 6)
    {
        double step = NiceStep((maximum - minimum) / count);
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        if (Math.Abs(step * Math.Pow(10, decimals) - Math.Round(step * Math.Pow(10, decimals))) > 1e-6) decimals++;
        bool scientific = decimals > 4 || Math.Max(Math.Abs(minimum), Math.Abs(maximum)) >= 1e5;
        var ticks = new List<(double, string)>();
        for (double index = Math.Ceiling(minimum / step - 1e-9); index * step <= maximum + step * 1e-9; index++)
        {
            double value = index * step;
            ticks.Add((value, scientific ? NumberText.Tick(value) : NumberText.Fixed(value, decimals)));
        }
        return new AxisTicks(minimum, maximum, ticks);
    }

    /// <summary>Decades, with 2 and 5 between them where there are few; limits are decimal logarithms.</summary>
    public static AxisTicks Logarithmic(double minimum, double maximum)
    {
        double[] mantissas = (maximum - minimum) switch { <= 1.2 => [1, 2, 3, 5, 7], <= 3 => [1, 2, 5], _ => [1] };
        var ticks = from decade in Enumerable.Range((int)Math.Floor(minimum), (int)Math.Ceiling(maximum) - (int)Math.Floor(minimum) + 1)
                    from mantissa in mantissas
                    let position = decade + Math.Log10(mantissa)
                    where position >= minimum - 1e-9 && position <= maximum + 1e-9
                    select (position, NumberText.Tick(mantissa * Math.Pow(10, decade)));
        return new AxisTicks(minimum, maximum, ticks.ToList());
    }

    /// <summary>The same axis with labels by another rule, such as seconds.</summary>
    public AxisTicks Relabel(Func<double, string> label) =>
        this with { Ticks = Ticks.Select(t => (t.Position, label(t.Position))).ToList() };

    /// <summary>Labels only as many ticks as fit side by side on an axis of the given length, in pixels.</summary>
    public AxisTicks Thinned(double length, bool rotated)
    {
        double pixelsPerUnit = length / Math.Max(Maximum - Minimum, double.Epsilon);
        double lastEnd = double.NegativeInfinity;
        var thinned = new List<(double, string)>();
        foreach (var (position, label) in Ticks)
        {
            double half = rotated ? 9 : TextWidth.Of(label, FigureRenderer.TextSize - 1, bold: false) / 2 + 5;
            double centre = position * pixelsPerUnit;
            bool fits = centre - half >= lastEnd;
            thinned.Add((position, fits ? label : ""));
            if (fits) lastEnd = centre + half;
        }
        return this with { Ticks = thinned };
    }

    public void Apply(IXAxis axis) => Apply((IAxis)axis);

    public void Apply(IYAxis axis) => Apply((IAxis)axis);

    private void Apply(IAxis axis)
    {
        axis.TickGenerator = new NumericManual(Ticks.Select(t => t.Position).ToArray(), Ticks.Select(t => t.Label).ToArray());
        axis.Min = Minimum;
        axis.Max = Maximum;
    }

    private static double NiceStep(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double fraction = rough / power;
        return power * (fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 2.5 ? 2.5 : fraction <= 5 ? 5 : 10);
    }
}
