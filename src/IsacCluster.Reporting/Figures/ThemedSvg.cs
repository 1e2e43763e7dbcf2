using System.Globalization;
using System.Xml.Linq;

namespace IsacCluster.Reporting.Figures;

/// <summary>
/// Turns Skia's SVG into one that a page can hold: it scales (viewBox), names itself to a screen reader, has ids of its own,
/// carries text as text in whatever font the reader has, and takes its colours from CSS variables, so that it follows dark mode.
/// </summary>
public static class ThemedSvg
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    internal const string FontStack = FigureFont.Family + ", system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', "
        + "Arial, sans-serif";

    private static readonly Dictionary<string, FigureColor> ColorByLiteral = FigureTheme.All
        .SelectMany(color => LiteralsOf(color.Light).Select(literal => (literal, color)))
        .ToDictionary(pair => pair.literal, pair => pair.color, StringComparer.OrdinalIgnoreCase);

    /// <summary>For the page: no fixed size, theme colours, no background.</summary>
    public static XElement Inline(string skiaSvg, Figure figure)
    {
        var root = Prepare(skiaSvg, figure);
        root.Attribute("width")?.Remove();
        root.Attribute("height")?.Remove();
        root.Elements(Svg + "rect").FirstOrDefault(IsWholeFigure(figure))?.Remove();
        foreach (var element in root.DescendantsAndSelf()) UseThemeColors(element);
        CompactSvg.Apply(root);
        return root;
    }

    /// <summary>For a file of its own: literal colours, natural size.</summary>
    public static string StandAlone(string skiaSvg, Figure figure) =>
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + Prepare(skiaSvg, figure).ToString(SaveOptions.None) + "\n";

    private static XElement Prepare(string skiaSvg, Figure figure)
    {
        var root = XDocument.Parse(XmlText.Clean(skiaSvg)).Root!;
        root.SetAttributeValue("viewBox", $"0 0 {root.Attribute("width")!.Value} {root.Attribute("height")!.Value}");
        root.SetAttributeValue("role", "img");
        root.SetAttributeValue("aria-labelledby", $"{figure.Id}-title {figure.Id}-desc");
        RenameIds(root, figure.Id);
        foreach (var text in root.Descendants(Svg + "text")) FreeFromFont(text);
        foreach (var path in root.Descendants(Svg + "path")) Dash(path);
        root.AddFirst(
            new XElement(Svg + "title", new XAttribute("id", figure.Id + "-title"), XmlText.Clean(figure.Title)),
            new XElement(Svg + "desc", new XAttribute("id", figure.Id + "-desc"), XmlText.Clean(figure.Description)));
        return root;
    }

    /// <summary>Skia numbers its ids over the whole process; count anew, so that equal figures are equal.</summary>
    private static void RenameIds(XElement root, string prefix)
    {
        var ids = root.Descendants().Attributes("id").Select((id, i) => (id.Value, i)).ToDictionary(
            x => x.Value, x => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{x.i}"));
        foreach (var attribute in root.Descendants().Attributes())
        {
            if (attribute.Name == "id") attribute.Value = ids[attribute.Value];
            else if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal))
                attribute.Value = $"url(#{ids[attribute.Value[5..^1]]})";
            else if (attribute.Name.LocalName == "href" && attribute.Value.StartsWith('#'))
                attribute.Value = $"#{ids[attribute.Value[1..]]}";
        }
    }

    /// <summary>
    /// Skia places every glyph by the metrics of the embedded font. Keep the first position and the width of the whole line, which
    /// holds the layout in any font and leaves words that can be selected and searched.
    /// </summary>
    private static void FreeFromFont(XElement text)
    {
        float size = float.Parse(text.Attribute("font-size")!.Value, CultureInfo.InvariantCulture);
        bool bold = text.Attribute("font-weight")?.Value is { } weight && weight is not ("normal" or "400");
        string line = text.Value.Trim('\n', '\t');
        text.Value = line;
        foreach (string axis in (string[])["x", "y"])
            if (text.Attribute(axis) is { } position) position.Value = position.Value.Split(',', StringSplitOptions.TrimEntries)[0];
        text.SetAttributeValue("font-family", FontStack);
        if (line.Length > 1)
            text.SetAttributeValue("textLength", TextWidth.Of(line, size, bold).ToString("0.##", CultureInfo.InvariantCulture));
    }

    /// <summary>Lines of a series arrive solid (see <see cref="FigureRenderer"/>); their colour and width say which they are.</summary>
    private static void Dash(XElement path)
    {
        if (path.Attribute("stroke")?.Value is not { } stroke || path.Attribute("fill")?.Value != "none") return;
        if (!ColorByLiteral.TryGetValue(stroke, out var color) || !AlgorithmStyle.DashesByColor.TryGetValue(color, out var dashes)) return;
        if (float.Parse(path.Attribute("stroke-width")?.Value ?? "1", CultureInfo.InvariantCulture) < StrokeWidth.Line) return;
        if (dashes.Count > 0)
            path.SetAttributeValue("stroke-dasharray", string.Join(' ', dashes.Select(d => d.ToString(CultureInfo.InvariantCulture))));
    }

    private static void UseThemeColors(XElement element)
    {
        var declarations = new List<string>();
        foreach (string property in (string[])["fill", "stroke"])
        {
            if (element.Attribute(property) is { } attribute && ColorByLiteral.TryGetValue(attribute.Value, out var color))
                declarations.Add($"{property}:var({color.CssVariable})");
        }
        // Text without a fill is black by default, which a dark page would swallow.
        if (element.Name == Svg + "text" && element.Attribute("fill") is null)
            declarations.Add($"fill:var({FigureTheme.Black.CssVariable})");
        if (declarations.Count > 0) element.SetAttributeValue("style", string.Join(';', declarations));
    }

    private static Func<XElement, bool> IsWholeFigure(Figure figure) => rect =>
        rect.Attribute("x") is null
        && rect.Attribute("width")?.Value == figure.Width.ToString(CultureInfo.InvariantCulture)
        && rect.Attribute("height")?.Value == figure.Height.ToString(CultureInfo.InvariantCulture);

    /// <summary>Skia writes black and white by name.</summary>
    private static string[] LiteralsOf(string hex) => hex switch
    {
        "#FFFFFF" => [hex, "white"],
        "#000000" => [hex, "black"],
        _ => [hex],
    };
}
