namespace IsacCluster.Architecture.Tests.Documents;

/// <summary>Links and images of documents and committed reports lead to files and headings of the repository.</summary>
public sealed class LinkTests
{
    private static readonly string[] Files = ["docs/guide.md", "docs/results/report.html", "docs/results/figure.svg"];

    public static TheoryData<string> Documents => [.. Repository.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_somewhere(string document) => Assert.Empty(
        DocumentLinks.Broken(
            document, Repository.ReadText(document), path => Path.Exists(Path.Combine(Repository.Root, path)), Repository.ReadText));

    [Theory]
    [InlineData("docs/guide.md", "see [the report](results/report.html)", null)]
    [InlineData("docs/guide.md", "![the figure](results/figure.svg)", null)]
    [InlineData("docs/guide.md", "[below](#what-is-said)\n\n## What is *said*", null)]
    [InlineData("docs/guide.md", "[elsewhere](https://example.org/nothing)", null)]
    [InlineData("docs/results/report.html", "<a href=\"../guide.md\">guide</a> <img src=\"figure.svg\"> <a href=\"data:,x\">x</a>", null)]
    [InlineData("docs/results/report.html", "<h2 id=\"time\">Time</h2> <a href=\"#time\">time</a>", null)]
    [InlineData("docs/guide.md", "[a report](results/table.html)", "link results/table.html leads nowhere")]
    [InlineData("docs/guide.md", "[below](#what-is-said)\n\n## What was said", "link #what-is-said has no such heading")]
    [InlineData("docs/guide.md", "[a figure](results/report.html#figures)", "link results/report.html#figures has no such heading")]
    [InlineData("docs/results/report.html", "<a href=\"figures/mse.png\">PNG</a>", "link figures/mse.png leads nowhere")]
    [InlineData("docs/results/report.html", "<img src=\"../figure.svg\">", "link ../figure.svg leads nowhere")]
    public void A_broken_link_is_told_from_a_good_one(string document, string text, string? problem) =>
        Assert.Equal(
            problem is null ? [] : [problem], DocumentLinks.Broken(document, text, Files.Contains, _ => "<h1 id=\"top\">Report</h1>"));
}
