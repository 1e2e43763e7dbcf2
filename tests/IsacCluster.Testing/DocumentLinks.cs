using System.Net;
using System.Text.RegularExpressions;

namespace IsacCluster.Testing;

/// <summary>Relative links and images of Markdown and HTML documents: whether they lead somewhere.</summary>
public static partial class DocumentLinks
{
    /// <summary>What is wrong with the links of a document, one sentence each. Addresses with a scheme are not looked at.</summary>
    /// <param name="document">Its path in the repository, with forward slashes; .html is read as HTML, all else as Markdown.</param>
    /// <param name="exists">Whether the repository has a file or folder.</param>
    /// <param name="read">The text of a file that it has.</param>
    public static IEnumerable<string> Broken(string document, string text, Func<string, bool> exists, Func<string, string> read)
    {
        foreach (string link in Targets(document, text).Where(link => !Scheme().IsMatch(link)))
        {
            string[] parts = link.Split('#');
            string target = parts[0].Length == 0 ? document : Resolve(document, parts[0]);
            if (!exists(target)) yield return $"link {link} leads nowhere";
            else if (parts.Length > 1 && !Anchors(target, target == document ? text : read(target)).Contains(parts[1]))
                yield return $"link {link} has no such heading";
        }
    }

    private static IEnumerable<string> Targets(string document, string text)
    {
        IEnumerable<Match> links = HtmlLink().Matches(text);
        if (!IsHtml(document)) links = links.Concat(MarkdownLink().Matches(text));
        return links.Select(link => Uri.UnescapeDataString(WebUtility.HtmlDecode(link.Groups[1].Value)));
    }

    /// <summary>As sites of repositories make them from headings; in HTML the ids.</summary>
    private static IEnumerable<string> Anchors(string document, string text) => IsHtml(document)
        ? Id().Matches(text).Select(id => id.Groups[1].Value)
        : Heading().Matches(text).Select(heading => NoAnchor().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    private static string Resolve(string document, string link) =>
        Path.GetRelativePath("/", Path.GetFullPath(link, "/" + Path.GetDirectoryName(document))).Replace('\\', '/');

    private static bool IsHtml(string document) => document.EndsWith(".html", StringComparison.Ordinal);

    [GeneratedRegex("""\b(?:href|src)="([^"]+)""")]
    private static partial Regex HtmlLink();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex("^[a-z][a-z+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex("""\bid="([^"]+)""")]
    private static partial Regex Id();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w -]")]
    private static partial Regex NoAnchor();
}
