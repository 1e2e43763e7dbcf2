using ScottPlot;
using SkiaSharp;

namespace IsacCluster.Reporting.Figures;

/// <summary>Rectangles of one colour as one path, so that a map of ten thousand cells stays small. All numbers are places.</summary>
public sealed class ShadedCells(IReadOnlyList<(double Left, double Bottom, double Right, double Top)> cells, FigureColor color) : IPlottable
{
    /// <summary>Neighbours overlap by so many pixels, or the paper would shine through between them.</summary>
    private const float Overlap = 0.25f;

    public bool IsVisible { get; set; } = cells.Count > 0;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using var path = new SKPath();
        foreach ((double left, double bottom, double right, double top) in cells)
        {
            Pixel from = Axes.GetPixel(new Coordinates(left, top)), to = Axes.GetPixel(new Coordinates(right, bottom));
            path.AddRect(new SKRect(from.X - Overlap, from.Y - Overlap, to.X + Overlap, to.Y + Overlap));
        }

        using var paint = new SKPaint { Color = color.Plot.ToSKColor(), IsAntialias = true, Style = SKPaintStyle.Fill };
        rp.Canvas.DrawPath(path, paint);
    }
}
