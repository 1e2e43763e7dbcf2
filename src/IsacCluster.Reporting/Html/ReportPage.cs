using System.Text;
using System.Xml.Linq;
using IsacCluster.Reporting.Figures;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Reporting.Html;

/// <summary>
/// The frame of every kind's report.html: one file without anything fetched; light and dark, for screen, phone and paper. Its one script
/// adds what a pointer and keys can do; all of the page stands without it.
/// </summary>
public static class ReportPage
{
    /// <summary>Header, contents, sections, footer.</summary>
    public static byte[] Write(string title, XElement header, IEnumerable<XElement> sections, XElement footer) =>
        HtmlDocument.Write(Page(title, header, sections, footer));

    /// <summary>The same, piece by piece.</summary>
    public static void Write(Stream stream, string title, XElement header, IEnumerable<XElement> sections, XElement footer) =>
        HtmlDocument.Write(stream, Page(title, header, sections, footer));

    private static XElement Page(string title, XElement header, IEnumerable<XElement> sections, XElement footer)
    {
        List<XElement> body = [.. sections];
        return Of("html", new XAttribute("lang", "en"),
            Head(title), Of("body", Of("main", header, Contents(body), body), footer, PageScript.Element()));
    }

    /// <param name="data">The machine-readable numbers.</param>
    /// <param name="table">The same as a table.</param>
    public static XElement Footer(string digest, string data, string table) => Of("footer",
        Of("p", "Data: ", Link(data, data), ", ", Link(table, table), ". Figures: the folder ",
            Of("code", "figures"), ", each as SVG and PNG."),
        Of("p", "Digest ", Of("code", digest)));

    private static XElement Head(string title) => Of("head",
        Of("meta", new XAttribute("charset", "utf-8")),
        Of("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
        Of("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
        Of("meta", new XAttribute("name", "generator"), new XAttribute("content", "IsacCluster")),
        // Nothing is fetched, whatever a name or a message in the page may say.
        Of("meta", new XAttribute("http-equiv", "Content-Security-Policy"),
            new XAttribute("content", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'")),
        Of("title", title),
        Of("style", FigureColors() + Stylesheet.Value));

    private static XElement Contents(IEnumerable<XElement> sections) => Of("nav", new XAttribute("aria-label", "Contents"),
        sections.Select(section => Link("#" + section.Attribute("id")!.Value, section.Element("h2")!.Value)));

    /// <summary>
    /// The figures' colours as variables. The page holds no character that the XML writer would escape in a style element.
    /// </summary>
    private static string FigureColors()
    {
        static string Block(Func<FigureColor, string> pick) =>
            ":root{" + string.Concat(FigureTheme.All.Select(c => $"{c.CssVariable}:{pick(c)};")) + "}\n";
        return Block(c => c.Light) + "@media screen and (prefers-color-scheme: dark){" + Block(c => c.Dark) + "}\n";
    }

    private static readonly Lazy<string> Stylesheet = new(() =>
    {
        const string resource = "IsacCluster.Reporting.Html.report.css";
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly was built without its resource {resource}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    });
}
