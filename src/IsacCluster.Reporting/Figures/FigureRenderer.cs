using System.Text;
using ScottPlot;
using SkiaSharp;

namespace IsacCluster.Reporting.Figures;

/// <summary>Draws a figure with ScottPlot: SVG and PNG with title and legend, and the inline SVG of the page.</summary>
public static class FigureRenderer
{
    public const float TextSize = 13;
    private const int LegendRowHeight = 26, LegendMargin = 14, TitleHeight = 26, PngScale = 2, PngLevel = 4;

    /// <summary>Several at once, in their order, on all processors: a drawing takes some fifty milliseconds.</summary>
    public static IReadOnlyList<RenderedFigure> Render(IEnumerable<Figure> figures)
    {
        Figure[] all = [.. figures];
        var drawn = new RenderedFigure[all.Length];
        AtOnce.Each(all.Length, i => drawn[i] = Render(all[i]));
        return drawn;
    }

    public static RenderedFigure Render(Figure figure)
    {
        FigureFont.EnsureRegistered();
        using var plot = new Plot();
        ApplyTheme(plot);
        figure.Draw(plot);
        if (!FigureAxis.IsAppliedTo(plot.Axes.Bottom) || !FigureAxis.IsAppliedTo(plot.Axes.Left))
            throw new InvalidOperationException($"Figure {figure.Id} has an axis whose range and ticks FigureAxis did not choose.");
        plot.Legend.IsVisible = false;
        var patterns = MakeLinesSolid(plot);
        var inline = ThemedSvg.Inline(plot.GetSvgXml(figure.Width, figure.Height), figure);
        string? values = plot.GetPlottables<FigureValues>().FirstOrDefault()?.Json(figure, plot.LastRender.DataRect);

        plot.Title(figure.Title, 15);
        // The typeface itself: setting Bold has no effect once Font.Set has chosen one.
        plot.Axes.Title.Label.Font = FigureFont.Typeface(bold: true);
        plot.Axes.Title.Label.ForeColor = FigureTheme.Ink.Plot;
        int height = figure.Height + TitleHeight;
        int width = figure.Width + AddLegend(plot, figure.Legend);
        height = Math.Max(height, figure.Legend.Count * LegendRowHeight + 90);
        byte[] svg = Encoding.UTF8.GetBytes(ThemedSvg.StandAlone(plot.GetSvgXml(width, height), figure));
        foreach (var (line, pattern) in patterns) line.LinePattern = pattern;
        foreach (var (item, entry) in plot.Legend.ManualItems.Zip(figure.Legend))
            item.LinePattern = entry.Style?.Pattern ?? LinePattern.Solid;
        plot.ScaleFactor = PngScale;
        return new RenderedFigure(figure, svg, Png(plot, width * PngScale, height * PngScale), inline) { Values = values };
    }

    /// <summary>Opaque, and with the filter and the level that take a quarter of the time of the default ones at the same size.</summary>
    private static byte[] Png(Plot plot, int width, int height)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        plot.Render(surface.Canvas, width, height);
        using SKPixmap pixels = surface.PeekPixels();
        using SKData data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Up, PngLevel))
            ?? throw new InvalidOperationException("The picture could not be encoded.");
        return data.ToArray();
    }

    /// <summary>
    /// Skia's SVG canvas cannot dash: it would complain on stderr and write every dash as a filled outline. Lines go in solid, and
    /// <see cref="ThemedSvg"/> dashes them.
    /// </summary>
    private static List<(ScottPlot.Plottables.Scatter Line, LinePattern Pattern)> MakeLinesSolid(Plot plot)
    {
        var patterns = plot.GetPlottables<ScottPlot.Plottables.Scatter>().Select(line => (line, line.LinePattern)).ToList();
        foreach (var (line, _) in patterns) line.LinePattern = LinePattern.Solid;
        return patterns;
    }

    private static void ApplyTheme(Plot plot)
    {
        plot.Font.Set(FigureFont.Family);
        plot.FigureBackground.Color = FigureTheme.Background.Plot;
        plot.DataBackground.Color = FigureTheme.Background.Plot;
        plot.Grid.MajorLineColor = FigureTheme.Grid.Plot;
        plot.Grid.MajorLineWidth = 1;
        plot.Axes.Color(FigureTheme.Muted.Plot);
        foreach (var axis in plot.Axes.GetAxes())
        {
            axis.FrameLineStyle.Color = FigureTheme.Muted.Plot;
            axis.TickLabelStyle.FontSize = TextSize - 1;
            axis.TickLabelStyle.ForeColor = FigureTheme.Muted.Plot;
            axis.MajorTickStyle.Color = FigureTheme.Muted.Plot;
            axis.MinorTickStyle.Length = 0;
            axis.Label.FontSize = TextSize;
            axis.Label.Bold = false;
            axis.Label.ForeColor = FigureTheme.Ink.Plot;
        }
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
    }

    /// <summary>Puts the legend to the right of the data and returns the width it takes.</summary>
    private static int AddLegend(Plot plot, IReadOnlyList<LegendEntry> entries)
    {
        if (entries.Count == 0) return 0;
        plot.Legend.ManualItems.Clear();
        foreach (var entry in entries) plot.Legend.ManualItems.Add(Item(entry));
        plot.Legend.DisplayPlottableLegendItems = false;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.BackgroundColor = FigureTheme.Background.Plot;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.FontSize = TextSize - 1;
        plot.Legend.FontName = FigureFont.Family;
        plot.Legend.FontColor = FigureTheme.Ink.Plot;
        plot.Legend.SymbolWidth = 30;
        plot.ShowLegend(Edge.Right);
        float widest = entries.Max(entry => TextWidth.Of(LegendText(entry), TextSize - 1, bold: false));
        return (int)Math.Ceiling(widest) + 52 + LegendMargin;
    }

    private static string LegendText(LegendEntry entry) => entry.Style?.ShortName ?? AlgorithmStyle.Shorten(entry.Text, 40);

    private static LegendItem Item(LegendEntry entry)
    {
        var item = new LegendItem { LabelText = LegendText(entry) };
        if (entry.Style is null)
        {
            item.FillColor = entry.Color.Plot;
            return item;
        }
        if (entry.ShowLine)
        {
            item.LineColor = entry.Color.Plot;
            item.LineWidth = 2;
        }
        if (entry.ShowMarker)
        {
            item.MarkerStyle = new MarkerStyle(entry.Style.Marker.Shape, 8, entry.Color.Plot);
            item.MarkerStyle.LineColor = entry.Color.Plot;
            item.MarkerStyle.LineWidth = entry.Style.Marker.IsFilled ? 0 : StrokeWidth.Marker;
        }
        return item;
    }
}
