using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Campaigns.Tests.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Html;
using SkiaSharp;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

public sealed class ReportWriterTests(WrittenReports reports) : IClassFixture<WrittenReports>
{
    private static readonly string[] VoidElements = ["meta", "br", "hr", "link", "img", "col"];

    [Theory, MemberData(nameof(Names))]
    public void The_page_is_well_formed_self_contained_and_consistent(string name)
    {
        TemporaryFolder folder = reports.Of(name).Folder;
        string html = File.ReadAllText(folder["report.html"]);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        var page = Parse(html);

        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "link" or "iframe" or "img" or "object");
        AssertScripts(page);
        Assert.DoesNotContain("url(http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        foreach (var attribute in page.Descendants().Attributes().Where(a => !a.IsNamespaceDeclaration))
        {
            Assert.DoesNotContain("://", attribute.Value, StringComparison.Ordinal);
            if (attribute.Name == "aria-labelledby") Assert.All(attribute.Value.Split(' '), id => Assert.Contains(id, ids));
            if (attribute.Name == "href" && attribute.Value.StartsWith('#')) Assert.Contains(attribute.Value[1..], ids);
            else if (attribute.Name == "href") Assert.True(File.Exists(folder[attribute.Value.Split('/')]), attribute.Value);
            if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal)) Assert.Contains(attribute.Value[5..^1], ids);
        }
    }

    /// <summary>One script, the same in every page, and what it reads: JSON that no parser of HTML or XML sees as anything else.</summary>
    private static void AssertScripts(XElement page)
    {
        List<XElement> scripts = [.. page.Descendants("script")];
        Assert.Equal("//\n" + PageScript.Text + "//", Assert.Single(scripts, script => script.Attribute("type") is null).Value);
        foreach (XElement data in scripts.Where(script => script.Attribute("type") is not null))
        {
            Assert.Equal("application/json", data.Attribute("type")!.Value);
            Assert.DoesNotContain(data.Value, character => character is '<' or '>' or '&' or > '\u007e' or < ' ');
            JsonDocument.Parse(data.Value).Dispose();
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Only_void_elements_are_closed_in_place(string name)
    {
        TemporaryFolder folder = reports.Of(name).Folder;
        var page = Parse(File.ReadAllText(folder["report.html"]));
        // <td/> is an open tag to an HTML parser.
        Assert.All(
            page.Descendants().Where(e => e.Name.Namespace == XNamespace.None && e.IsEmpty),
            e => Assert.True(VoidElements.Contains(e.Name.LocalName) || (e.Name == "use" && e.Parent!.Name == "svg"), e.Name.LocalName));
        // The content of a style element is raw text: an escaped character would break a rule.
        Assert.DoesNotContain('&', page.Descendants("style").Single().ToString());
    }

    [Theory, MemberData(nameof(Names))]
    public void Figures_are_drawn_and_carry_text(string name)
    {
        (TemporaryFolder folder, IReadOnlyList<string> written) = reports.Of(name);
        Assert.All(written, path => Assert.True(new FileInfo(path).Length > 0, path));
        Assert.Equal(written.Count, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length);
        foreach (string path in written.Where(path => path.EndsWith(".svg", StringComparison.Ordinal)))
        {
            var svg = XDocument.Load(path).Root!;
            Assert.NotNull(svg.Attribute("viewBox"));
            Assert.Contains(svg.Descendants(), e => e.Name.LocalName == "text" && e.Value.Length > 0);
            Assert.True(File.Exists(Path.ChangeExtension(path, ".png")));
        }
        foreach (string path in written.Where(path => path.EndsWith(".png", StringComparison.Ordinal)))
        {
            using var bitmap = SKBitmap.Decode(path);
            Assert.NotNull(bitmap);
            Assert.True(bitmap.Pixels.Distinct().Count() > 20, $"{path} is empty");
            // The title lies in the first rows, and nothing else does.
            Assert.Contains(bitmap.Pixels.Take(bitmap.Width * 50), pixel => pixel.Red < 100);
        }
    }

    [Fact]
    public void Equal_results_give_equal_bytes()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        var a = ReportWriter.Write(ResultsBuilder.Quickstart(), first.Path);
        var b = ReportWriter.Write(ResultsBuilder.Quickstart(), second.Path);
        Assert.Equal(a.Select(path => Path.GetRelativePath(first.Path, path)), b.Select(path => Path.GetRelativePath(second.Path, path)));
        Assert.All(a.Zip(b), pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second)));
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        TemporaryFolder folder = reports.Of("hostile names").Folder;
        string html = File.ReadAllText(folder["report.html"]);
        Assert.DoesNotContain("<script>alert", html, StringComparison.OrdinalIgnoreCase);
        AssertScripts(Parse(html));
        Assert.Equal(SampleResults.Hostile.Replace('\u0001', '\uFFFD'), Parse(html).Descendants("h1").Single().Value);
    }

    [Fact]
    public void Exclusions_failures_and_missing_tasks_are_loud()
    {
        using var folder = new TemporaryFolder();
        var results = new ResultsBuilder().Excluding(12, 3).Poisoned(new PoisonedTask("p0", 40, 10, "boom")).Build();
        ReportWriter.Write(results, folder.Path);
        var page = Parse(File.ReadAllText(folder["report.html"]));
        var notices = page.Descendants("p").Where(p => p.Attribute("class")?.Value.StartsWith("notice", StringComparison.Ordinal) == true)
            .Select(p => p.Element("strong")!.Value).ToList();
        Assert.Equal(
            [
                "This campaign is not complete.", "1 task failed three times and was parked.",
                "3 samples excluded because an algorithm failed.", "12 samples excluded as infeasible.",
            ],
            notices);
        Assert.Equal(
            "Incomplete",
            page.Descendants("p").Single(p => p.Attribute("class")?.Value.StartsWith("state", StringComparison.Ordinal) == true).Value);
        Assert.Contains(page.Descendants("td"), td => td.Value == "boom");
        Assert.Contains(
            page.Descendants("p"),
            p => p.Value.Contains("7.5 % of all samples: by sdr alone 12, by zf alone 3.", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_common_samples_the_page_says_what_each_algorithm_lacks()
    {
        TemporaryFolder folder = reports.Of("own samples").Folder;
        var page = Parse(File.ReadAllText(folder["report.html"]));
        Assert.Contains(page.Descendants("strong"), notice => notice.Value == "6 designs missing because an algorithm failed.");
        Assert.Contains(page.Descendants("strong"), notice => notice.Value == "24 designs missing as infeasible.");
        Assert.Contains(page.Descendants("p"), p => p.Value.Contains(
            "Samples without one: sdr 24 as infeasible, zf 6 as failed.", StringComparison.Ordinal));
        var section = page.Descendants("section").Single(section => section.Attribute("id")?.Value == "excluded");
        Assert.Equal(["sdr", "12", "0", "188"], section.Descendants("tr").ElementAt(1).Elements("td").Skip(2).Select(cell => cell.Value));
    }

    [Fact]
    public void A_metric_has_a_figure_against_the_sweep_and_a_table_with_symbol_and_unit()
    {
        using var folder = new TemporaryFolder();
        var written = ReportWriter.Write(SampleResults.ByName["metrics"](), folder.Path);
        Assert.Contains(folder["figures", "metric-sum_rate-vs-users.svg"], written);
        var section = Parse(File.ReadAllText(folder["report.html"])).Descendants("section")
            .Single(section => section.Attribute("id")?.Value == "metric-sum_rate");
        Assert.Contains("Mean of R_sum in bit/s/Hz, sum of log2(1 + SINR)", section.Value, StringComparison.Ordinal);
        Assert.Contains(section.Descendants("tr"), row => string.Join('|', row.Elements("td").Skip(1).Select(cell => cell.Value))
            .StartsWith("180|20|6.00 ± 0.10|", StringComparison.Ordinal));
    }

    [Fact]
    public void A_clean_campaign_raises_no_notice()
    {
        using var folder = new TemporaryFolder();
        ReportWriter.Write(ResultsBuilder.Quickstart(), folder.Path);
        Assert.DoesNotContain("class=\"notice", File.ReadAllText(folder["report.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("results.json")]
    [InlineData("report.html")]
    public void A_file_that_cannot_be_written_is_named_and_leaves_nothing_behind(string name)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder[name, "in the way"]);
        var error = Assert.Throws<IOException>(() => ReportWriter.Write(ResultsBuilder.Quickstart(), folder.Path));
        Assert.Contains(folder[name], error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_folder_that_is_a_file_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["report"], "");
        var error = Assert.Throws<IOException>(() => ReportWriter.Write(ResultsBuilder.Quickstart(), folder["report"]));
        Assert.Contains(folder["report"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_caller_may_write_the_files()
    {
        using var folder = new TemporaryFolder();
        var files = new Dictionary<string, byte[]>();
        var written = ReportWriter.Write(ResultsBuilder.Quickstart(), folder.Path, files.Add);
        Assert.Equal(written, files.Keys);
        Assert.Equal("results.json", Path.GetFileName(written[0]));
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
        Assert.Equal(ResultsJson.Write(ResultsBuilder.Quickstart()), files[written[0]]);
    }

    public static TheoryData<string> Names() => new(SampleResults.ByName.Keys);

    private static XElement Parse(string html)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore };
        using var reader = XmlReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(html)), settings);
        return XDocument.Load(reader).Root!;
    }
}
