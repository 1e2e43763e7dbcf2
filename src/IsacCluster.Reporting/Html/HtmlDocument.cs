using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace IsacCluster.Reporting.Html;

/// <summary>Serialises an element tree as HTML 5 that is also well-formed XML.</summary>
public static class HtmlDocument
{
    private static readonly HashSet<string> VoidElements = ["meta", "br", "hr", "link", "img", "col"];

    public static byte[] Write(XElement html)
    {
        foreach (var element in html.DescendantsAndSelf()) MakeSafe(element);
        var text = new StringBuilder("<!DOCTYPE html>\n");
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None };
        using (var writer = XmlWriter.Create(text, settings)) html.Save(writer);
        return Encoding.UTF8.GetBytes(text.Append('\n').ToString());
    }

    private static void MakeSafe(XElement element)
    {
        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration))
            attribute.Value = XmlText.Clean(attribute.Value);
        foreach (var node in element.Nodes().OfType<XText>()) node.Value = XmlText.Clean(node.Value);
        // An HTML parser reads <td /> as an open tag: only void elements may be closed in place.
        bool isHtml = element.Name.Namespace == XNamespace.None;
        if (isHtml && element.IsEmpty && !VoidElements.Contains(element.Name.LocalName)) element.Value = "";
    }
}
