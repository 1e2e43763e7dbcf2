using ScottPlot.Plottables;

namespace IsacCluster.Reporting.Figures;

/// <summary>Error bars from the ends of an interval, in plot coordinates.</summary>
/// <remarks>The ends are set by name: the constructor of ScottPlot's ErrorBar takes its errors in an order easily mistaken.</remarks>
public static class IntervalBars
{
    public static ErrorBar Vertical(double[] xs, double[] ys, double[] lows, double[] highs, FigureColor color) =>
        new(xs, ys, null, null, null, null)
        {
            YErrorNegative = ys.Zip(lows, (y, low) => y - low).ToArray(),
            YErrorPositive = ys.Zip(highs, (y, high) => high - y).ToArray(),
            Color = color.Plot,
            LineWidth = StrokeWidth.Interval,
            CapSize = 3,
        };

    public static ErrorBar Horizontal(double x, double y, double low, double high, FigureColor color) =>
        new([x], [y], null, null, null, null)
        {
            XErrorNegative = [x - low],
            XErrorPositive = [high - x],
            Color = color.Plot,
            LineWidth = StrokeWidth.Interval,
            CapSize = 4,
        };
}
