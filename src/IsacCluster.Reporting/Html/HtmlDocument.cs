using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace IsacCluster.Reporting.Html;

/// <summary>Serialises an element tree as HTML 5 that is also well-formed XML.</summary>
public static class HtmlDocument
{
    /// <summary>What stands closed in its own tag: void elements, and use, which stands in drawings only.</summary>
    private static readonly HashSet<string> ClosedInPlace = ["meta", "br", "hr", "link", "img", "col", "use"];

    public static byte[] Write(XElement html)
    {
        using var bytes = new MemoryStream();
        Write(bytes, html);
        return bytes.ToArray();
    }

    /// <summary>The same, piece by piece.</summary>
    public static void Write(Stream stream, XElement html)
    {
        foreach (var element in html.DescendantsAndSelf()) MakeSafe(element);
        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        text.Write("<!DOCTYPE html>\n");
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None };
        using (var writer = XmlWriter.Create(text, settings)) html.Save(writer);
        text.Write('\n');
    }

    private static void MakeSafe(XElement element)
    {
        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration))
        {
            string clean = XmlText.Clean(attribute.Value);
            if (!ReferenceEquals(clean, attribute.Value)) attribute.Value = clean;
        }

        foreach (var node in element.Nodes().OfType<XText>())
        {
            string clean = XmlText.Clean(node.Value);
            if (!ReferenceEquals(clean, node.Value)) node.Value = clean;
        }

        // An HTML parser reads <td /> as an open tag: only void elements may be closed in place.
        bool isHtml = element.Name.Namespace == XNamespace.None;
        if (isHtml && element.IsEmpty && !ClosedInPlace.Contains(element.Name.LocalName)) element.Value = "";
    }
}
