using System.Text;
using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Html;

namespace IsacCluster.Reporting.Tests.Html;

public sealed class PageScriptTests
{
    [Fact]
    public void It_has_at_most_sixty_kilobytes() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(PageScript.Text), 20_000, PageScript.MostBytes);

    [Fact]
    public void Neither_HTML_nor_XML_ends_it_early_and_it_fetches_nothing()
    {
        Assert.DoesNotContain("</script", PageScript.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", PageScript.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("]]>", PageScript.Text, StringComparison.Ordinal);
        foreach (string request in (string[])["fetch(", "XMLHttpRequest", "import(", "src=", "https:", "WebSocket", "eval("])
            Assert.DoesNotContain(request, PageScript.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_markers_are_those_of_the_figures() =>
        Assert.All(SeriesMarker.All, marker => Assert.Contains(
            $"[\"{marker.Outline}\", {(marker.IsFilled ? 1 : 0)}]", PageScript.Text, StringComparison.Ordinal));
}
