using System.Globalization;
using System.Xml.Linq;
using IsacCluster.Reporting.Figures;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Reporting.Html;

/// <summary>Figures in the page: a shared legend over a grid of scaling drawings.</summary>
public static class FigureMarkup
{
    private const int BarStep = 22;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static XElement Group(FigureGroup group) =>
        WithClass("div", "group", Of("h3", group.Title), Note(group), Grid(group));

    public static XElement? Note(FigureGroup group) => group.Note.Length == 0 ? null : WithClass("p", "note", group.Note);

    public static IEnumerable<XElement> Grid(FigureGroup group)
    {
        if (group.Legend.Count > 0) yield return Legend(group.Legend);
        yield return WithClass("div", "figures", group.Figures.Select(One));
    }

    public static XElement Legend(IEnumerable<LegendEntry> entries)
    {
        LegendEntry[] all = [.. entries], bar = [.. all.Where(entry => entry.IsPartOfBar)];
        return WithClass("ul", "legend",
            all.Where(entry => !entry.IsPartOfBar).Select(entry => Of("li", Key(entry), entry.Text)),
            bar.Length == 0 ? null : Of("li", bar[0].Text, ColorBar(bar), bar[^1].Text));
    }

    public static XElement One(RenderedFigure rendered) => Of("figure",
        Of("figcaption",
            Of("strong", rendered.Figure.Title),
            WithClass(
                "span", "files", Link($"figures/{rendered.Figure.Id}.svg", "SVG"), " ", Link($"figures/{rendered.Figure.Id}.png", "PNG"))),
        rendered.Inline,
        rendered.Values is { } values ? Element.Data(values) : null);

    /// <summary>The markers of algorithms, once a page; <see cref="MarkerKey"/> shows one of them.</summary>
    public static XElement KeyDefinitions(IEnumerable<AlgorithmStyle> styles) => new(Svg + "svg",
        new XAttribute("class", "key"), new XAttribute("width", 0), new XAttribute("height", 0), new XAttribute("aria-hidden", "true"),
        styles.Select((style, i) => new XElement(Svg + "symbol",
            new XAttribute("id", KeyId(i)), new XAttribute("viewBox", "0 0 16 16"),
            Marker(style, 0))));

    /// <summary>The marker of an algorithm, as in the figures.</summary>
    /// <param name="index">Its place among those of <see cref="KeyDefinitions"/>.</param>
    /// <remarks>A page has thousands: its size stands in the style.</remarks>
    public static XElement MarkerKey(int index) => WithClass("svg", "key", new XAttribute("aria-hidden", "true"),
        Element.Of("use", new XAttribute("href", "#" + KeyId(index))));

    private static string KeyId(int index) => $"k{index.ToString(CultureInfo.InvariantCulture)}";

    private static XElement Key(LegendEntry entry)
    {
        if (entry.Style is null) return KeySvg(16, new XElement(Svg + "rect",
            new XAttribute("x", 1), new XAttribute("y", 2), new XAttribute("width", 14), new XAttribute("height", 12),
            new XAttribute("rx", 2), Paint("fill", entry.Color)));
        return KeySvg(34,
            entry.ShowLine ? new XElement(Svg + "path", new XAttribute("d", "M1 8H33"), new XAttribute("stroke-width", 2),
                Dashes(entry.Style), Paint("stroke", entry.Color)) : null,
            entry.ShowMarker ? Marker(entry.Style, 9) : null);
    }

    private static XElement ColorBar(LegendEntry[] bar) => KeySvg(BarStep * bar.Length, bar.Select((entry, i) => new XElement(Svg + "rect",
        new XAttribute("x", BarStep * i), new XAttribute("y", 2), new XAttribute("width", BarStep), new XAttribute("height", 12),
        Paint("fill", entry.Color))));

    private static XElement Marker(AlgorithmStyle style, int x) => new(Svg + "path",
        new XAttribute("d", style.Marker.Outline),
        new XAttribute("transform", $"translate({x.ToString(CultureInfo.InvariantCulture)} 0)"),
        style.Marker.IsFilled
            ? Paint("fill", style.Color)
            : new XAttribute("style", $"fill:none;stroke-width:1.8;stroke:var({style.Color.CssVariable})"));

    private static XAttribute? Dashes(AlgorithmStyle style) => style.Dashes.Count == 0 ? null
        : new XAttribute("stroke-dasharray", string.Join(' ', style.Dashes.Select(d => d.ToString(CultureInfo.InvariantCulture))));

    private static XAttribute Paint(string property, FigureColor color) => new("style", $"{property}:var({color.CssVariable})");

    private static XElement KeySvg(int width, params object?[] content) => new(Svg + "svg",
        new XAttribute("class", "key"), new XAttribute("viewBox", $"0 0 {width} 16"), new XAttribute("width", width),
        new XAttribute("height", 16),
        new XAttribute("aria-hidden", "true"), content);
}
