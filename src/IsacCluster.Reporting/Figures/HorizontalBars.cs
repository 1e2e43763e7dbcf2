using ScottPlot;

namespace IsacCluster.Reporting.Figures;

/// <summary>Bars from left to right, and text behind them.</summary>
public static class HorizontalBars
{
    /// <summary>A bar with a rim in the colour of the paper, which parts it from its neighbours. All numbers are places.</summary>
    public static void Add(Plot plot, double y, double start, double end, double thickness, FigureColor color) => plot.Add.Bar(new Bar
    {
        Position = y,
        ValueBase = start,
        Value = end,
        Size = thickness,
        FillColor = color.Plot,
        LineColor = FigureTheme.Background.Plot,
        LineWidth = 1,
        Orientation = Orientation.Horizontal,
    });

    public static void AddText(Plot plot, string text, double x, double y)
    {
        var label = plot.Add.Text(text, x, y);
        label.LabelFontSize = FigureRenderer.TextSize - 1;
        label.LabelFontColor = FigureTheme.Ink.Plot;
        label.LabelAlignment = Alignment.MiddleLeft;
        label.OffsetX = 7;
        label.LabelStyle.FontName = FigureFont.Family;
    }
}
