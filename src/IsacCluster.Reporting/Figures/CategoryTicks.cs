using ScottPlot;

namespace IsacCluster.Reporting.Figures;

/// <summary>Ticks at given values under a plot: side by side where they fit, slanted where they are long words.</summary>
public static class CategoryTicks
{
    private const int LongestLabel = 24;
    private const float Slant = -35;

    public static void Apply(Plot plot, AxisTicks ticks, bool categorical, double length)
    {
        var shortened = ticks with
        {
            Ticks = ticks.Ticks.Select(t => (t.Position, AlgorithmStyle.Shorten(t.Label, LongestLabel))).ToList(),
        };
        double widest = shortened.Ticks.Max(t => (double)TextWidth.Of(t.Label, FigureRenderer.TextSize - 1, bold: false));
        bool rotate = categorical && (widest + 10) * ticks.Ticks.Count > length;
        shortened.Thinned(length, rotate).Apply(plot.Axes.Bottom);
        if (!rotate) return;
        plot.Axes.Bottom.TickLabelStyle.Rotation = Slant;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        plot.Axes.Bottom.TickLabelStyle.OffsetY = 5;
        plot.Axes.Bottom.MinimumSize = (float)(widest * Math.Sin(-Slant * Math.PI / 180)) + 42;
        // The first label leans out to the left of the data.
        plot.Axes.Left.MinimumSize = Math.Max(60, (float)(widest * Math.Cos(Slant * Math.PI / 180)) - 10);
    }
}
