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

    /// <summary>Whether it is a part of a colour bar, which continues in the entries behind it.</summary>
    public bool IsPartOfBar { get; init; }

    /// <summary>
    /// A colour bar over <see cref="FigureTheme.Ramp"/>: one entry a shade, texts at the ends. It says what a colour means on a light
    /// and on a dark page, where "darker" would be right on one of them only.
    /// </summary>
    /// <param name="low">What the first shade stands for.</param>
    /// <param name="high">What the last one stands for.</param>
    public static IReadOnlyList<LegendEntry> ColorBar(string low, string high) =>
    [
        .. FigureTheme.Ramp.Select((color, i) =>
            Swatch(i == 0 ? low : i == FigureTheme.Ramp.Count - 1 ? high : "", color) with { IsPartOfBar = true }),
    ];
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
    /// <summary>What it shows, for the script of the page; null where its drawing holds no <see cref="FigureValues"/>.</summary>
    public string? Values { get; init; }

    /// <summary>Writes ID.svg and ID.png of each, atomically; at once, since each waits for the disk.</summary>
    public static void Write(IReadOnlyList<RenderedFigure> figures, string folder) =>
        AtOnce.Each(figures, figure => figure.WriteTo(folder));

    /// <summary>Writes ID.svg and ID.png, each atomically.</summary>
    public void WriteTo(string folder)
    {
        AtomicFile.Write(Path.Combine(folder, Figure.Id + ".svg"), Svg);
        AtomicFile.Write(Path.Combine(folder, Figure.Id + ".png"), Png);
    }
}
