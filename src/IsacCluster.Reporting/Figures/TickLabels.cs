using ScottPlot;

namespace IsacCluster.Reporting.Figures;

/// <summary>Ticks that are names or swept values.</summary>
public static class TickLabels
{
    private const int LongestName = 24;
    private const float Slant = -35;

    /// <summary>Under a plot: side by side where they fit, slanted where they are long words.</summary>
    /// <param name="length">Of the axis, in pixels.</param>
    public static void Below(Plot plot, FigureAxis axis, double length)
    {
        FigureAxis shortened = Shortened(axis);
        double widest = shortened.Ticks.Select(t => (double)TextWidth.Of(t.Label, FigureRenderer.TextSize - 1, bold: false))
            .DefaultIfEmpty(0).Max();
        bool rotate = axis.IsCategorical && (widest + 10) * shortened.Ticks.Count > length;
        shortened.Thinned(length, rotate).Apply(plot.Axes.Bottom);
        if (!rotate) return;
        plot.Axes.Bottom.TickLabelStyle.Rotation = Slant;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        plot.Axes.Bottom.TickLabelStyle.OffsetY = 5;
        plot.Axes.Bottom.MinimumSize = (float)(widest * Math.Sin(-Slant * Math.PI / 180)) + 42;
        // The first label leans out to the left of the data.
        plot.Axes.Left.MinimumSize = Math.Max(60, (float)(widest * Math.Cos(Slant * Math.PI / 180)) - 10);
    }

    /// <summary>Names of rows, left of a plot.</summary>
    public static void OfRows(Plot plot, FigureAxis rows)
    {
        Shortened(rows).Apply(plot.Axes.Left);
        plot.Axes.Left.TickLabelStyle.ForeColor = FigureTheme.Ink.Plot;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
    }

    private static FigureAxis Shortened(FigureAxis axis) => axis.WithTicks(
        axis.Ticks.Select(tick => (tick.Value, AlgorithmStyle.Shorten(tick.Label, LongestName))));
}
