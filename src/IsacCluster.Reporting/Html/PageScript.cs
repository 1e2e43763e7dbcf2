using System.Text;
using System.Xml.Linq;

namespace IsacCluster.Reporting.Html;

/// <summary>
/// The script of every report, from the files of the folder Script: values of figures under the pointer or the arrow keys, views, series
/// switched off, tables sorted, filtered and copied.
/// </summary>
public static class PageScript
{
    /// <summary>What a page may carry for it, in bytes.</summary>
    public const int MostBytes = 60_000;

    /// <summary>Files in their order: what comes first is used by what follows.</summary>
    private static readonly string[] Parts = ["scales", "numbers", "chart", "plots", "choices", "tables", "start"];

    private static readonly Lazy<string> Source = new(() =>
        "(() => {\n\"use strict\";\n" + string.Concat(Parts.Select(Read)) + "})();\n");

    public static string Text => Source.Value;

    /// <summary>
    /// The element. A parser of HTML reads its content raw and one of XML as a section of characters, so that the page stays both.
    /// </summary>
    internal static XElement Element() => new("script", new XText("//"), new XCData("\n" + Text + "//"));

    private static string Read(string part)
    {
        string resource = $"IsacCluster.Reporting.Html.Script.{part}.js";
        using var stream = typeof(PageScript).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly was built without its resource {resource}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
