using IsacCluster.Reporting.Files;
using ScottPlot;

namespace IsacCluster.Reporting.Figures;

/// <summary>One entry of a legend: a line with its marker, or a swatch.</summary>
/// <param name="Style">Line and marker; null for a swatch of <paramref name="Color"/>.</param>
public sealed record LegendEntry(string Text, FigureColor Color, AlgorithmStyle? Style, bool ShowMarker, bool ShowLine)
{
    public static LegendEntry Line(AlgorithmStyle style, bool marker, bool line = true) =>
        new(style.Name, style.Color, style, marker, line);

    public static LegendEntry Swatch(string text, FigureColor color) => new(text, color, null, false, false);
}

/// <summary>A figure before it is drawn.</summary>
/// <param name="Id">File name without extension and id in the page: lower-case letters, digits and hyphens.</param>
/// <param name="Title">Short title, also drawn in the files.</param>
/// <param name="Caption">What to know to read it.</param>
/// <param name="Description">What a reader who cannot see it is told.</param>
/// <param name="Width">Width of the drawing without legend, in CSS pixels.</param>
/// <param name="Draw">Draws data, axes and labels, but neither title nor legend.</param>
public sealed record Figure(
    string Id, string Title, string Caption, string Description, int Width, int Height, IReadOnlyList<LegendEntry> Legend,
    Action<Plot> Draw);

/// <summary>A drawn figure: files that stand alone, and the SVG that goes into the page.</summary>
/// <param name="Svg">UTF-8 with title and legend.</param>
/// <param name="Png">Twice the CSS resolution, with title and legend.</param>
/// <param name="Inline">SVG element that follows the page's theme and scales to its column.</param>
public sealed record RenderedFigure(Figure Figure, byte[] Svg, byte[] Png, System.Xml.Linq.XElement Inline)
{
    /// <summary>Writes ID.svg and ID.png, each atomically.</summary>
    public void WriteTo(string folder)
    {
        AtomicFile.Write(Path.Combine(folder, Figure.Id + ".svg"), Svg);
        AtomicFile.Write(Path.Combine(folder, Figure.Id + ".png"), Png);
    }
}
