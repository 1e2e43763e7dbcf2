using ScottPlot;

namespace IsacCluster.Reporting.Figures;

/// <summary>Names on the left of a figure of rows, the first on top.</summary>
public static class RowTicks
{
    private const int LongestName = 24;

    public static void Apply(Plot plot, IReadOnlyList<string> names)
    {
        var ticks = names.Select((name, i) => ((double)(names.Count - 1 - i), AlgorithmStyle.Shorten(name, LongestName))).ToList();
        new AxisTicks(-0.6, names.Count - 0.4, ticks).Apply(plot.Axes.Left);
        plot.Axes.Left.TickLabelStyle.ForeColor = FigureTheme.Ink.Plot;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
    }
}
