using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IsacCluster.Reporting.Figures;

/// <summary>
/// A drawing that takes less room in a page and looks the same: one clip of each shape, shapes of one paint as one path, tenths of a pixel,
/// nothing that is the default or stands in a style already.
/// </summary>
internal static partial class CompactSvg
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly string[] Geometry = ["d", "x", "y", "width", "height", "cx", "cy", "rx", "ry"];
    private const int Long = 1000; // letters of an outline in which rectangles are looked for
    private static readonly string[] Rounded = [.. Geometry, "textLength"];

    public static void Apply(XElement root)
    {
        ShareClips(root);
        foreach (XElement element in root.Descendants().ToList()) Trim(element);
        foreach (XElement parent in root.DescendantsAndSelf().Where(element => element.Elements().Skip(1).Any()).ToList()) Merge(parent);
        root.Attributes().Where(attribute => attribute.IsNamespaceDeclaration && attribute.Name.LocalName == "xlink").Remove();
    }

    /// <summary>Every drawn thing arrives with a clip of its own, nearly all of them the same rectangle.</summary>
    private static void ShareClips(XElement root)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        var same = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (XElement clip in root.Descendants(Svg + "clipPath").ToList())
        {
            string shape = string.Concat(clip.Elements()), id = clip.Attribute("id")!.Value;
            if (first.TryAdd(shape, id)) continue;
            same[$"url(#{id})"] = $"url(#{first[shape]})";
            clip.Remove();
        }

        foreach (XAttribute attribute in root.Descendants().Attributes("clip-path"))
            if (same.TryGetValue(attribute.Value, out string? other)) attribute.Value = other;
    }

    private static void Trim(XElement element)
    {
        string style = element.Attribute("style")?.Value ?? "";
        foreach (string property in (string[])["fill", "stroke"])
            if (style.Contains(property + ":", StringComparison.Ordinal)) element.Attribute(property)?.Remove();
        if (element.Attribute("stroke-miterlimit")?.Value == "4") element.Attribute("stroke-miterlimit")!.Remove();
        if (element.Attribute("stroke-width")?.Value == "1") element.Attribute("stroke-width")!.Remove();
        element.Attribute("font-family")?.Remove();
        foreach (string name in Rounded)
        {
            if (element.Attribute(name) is { } attribute && attribute.Value.Contains('.', StringComparison.Ordinal))
                attribute.Value = Fraction().Replace(attribute.Value, Tenths);
        }

        if (element.Attribute("d") is { } outline && outline.Value.Length > Long)
            outline.Value = Rectangle().Replace(outline.Value, Sides);
    }

    /// <summary>A rectangle within a path by one corner and its sides.</summary>
    private static string Sides(Match corners)
    {
        double Of(string name) => double.Parse(corners.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
        (double left, double top) = (Of("left"), Of("top"));
        string width = Tenths(Of("right") - left), height = Tenths(Of("bottom") - top);
        return $"M{Tenths(left)} {Tenths(top)}h{width}v{height}H{Tenths(left)}Z";
    }

    private static string Tenths(Match number) => Tenths(double.Parse(number.ValueSpan, CultureInfo.InvariantCulture));

    /// <summary>Shapes that follow each other and differ in nothing but their outline become one path.</summary>
    private static void Merge(XElement parent)
    {
        var run = new List<XElement>();
        string paint = "";
        foreach (XElement? child in parent.Elements().ToList().Append(null))
        {
            string? own = child is null ? null : Paint(child);
            if (own is not null && own == paint)
            {
                run.Add(child!);
                continue;
            }

            Join(run);
            run = own is null ? [] : [child!];
            paint = own ?? "";
        }
    }

    private static void Join(List<XElement> run)
    {
        if (run.Count < 2) return;
        var outline = new StringBuilder();
        foreach (XElement shape in run) outline.Append(Outline(shape));
        var path = new XElement(Svg + "path", run[0].Attributes().Where(attribute => !Geometry.Contains(attribute.Name.LocalName)));
        path.SetAttributeValue("d", outline.ToString());
        run[0].AddBeforeSelf(path);
        foreach (XElement shape in run) shape.Remove();
    }

    /// <summary>Null of what is no filled or stroked shape.</summary>
    private static string? Paint(XElement shape) => shape.Name.LocalName is not ("path" or "ellipse" or "rect") || shape.HasElements ? null
        : string.Join(';', shape.Attributes().Where(attribute => !Geometry.Contains(attribute.Name.LocalName))
            .Select(attribute => $"{attribute.Name.LocalName}={attribute.Value}"));

    private static string Outline(XElement shape)
    {
        if (shape.Name.LocalName == "path") return shape.Attribute("d")!.Value;
        if (shape.Name.LocalName == "rect")
            return $"M{shape.Attribute("x")?.Value ?? "0"} {shape.Attribute("y")?.Value ?? "0"}"
                + $"h{shape.Attribute("width")!.Value}v{shape.Attribute("height")!.Value}h-{shape.Attribute("width")!.Value}Z";
        string rx = shape.Attribute("rx")!.Value, ry = shape.Attribute("ry")!.Value;
        string left = Tenths(Number(shape, "cx") - Number(shape, "rx")), across = Tenths(2 * Number(shape, "rx"));
        return $"M{left} {shape.Attribute("cy")!.Value}a{rx} {ry} 0 1 0 {across} 0a{rx} {ry} 0 1 0-{across} 0Z";
    }

    private static double Number(XElement shape, string name) => double.Parse(shape.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static string Tenths(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"M(?<left>[-\d.]+) (?<top>[-\d.]+)L(?<right>[-\d.]+) \k<top>L\k<right> (?<bottom>[-\d.]+)"
        + @"L\k<left> \k<bottom>(L\k<left> \k<top>)?Z")]
    private static partial Regex Rectangle();

    [GeneratedRegex(@"-?\d+\.\d+")]
    private static partial Regex Fraction();
}
