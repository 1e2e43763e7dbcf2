using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Html;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.MonteCarlo.Html;

/// <summary>Which samples entered no mean, and which algorithm was the cause.</summary>
internal static class ExclusionSection
{
    /// <summary>Null if nothing was excluded.</summary>
    public static XElement? Of(CampaignResults results)
    {
        var points = results.Points.Where(point => Exclusions.Of(results, point) > 0).ToList();
        bool common = Exclusions.AreCommon(results);
        string note = common
            ? "A sample on which any algorithm of the point is infeasible or fails is excluded for all of them, so that all means are over"
                + " the same channels. The last columns say who was the cause, and how many of the samples every other algorithm solved."
            : "Each algorithm is averaged over the samples on which it returned a design itself, ratios and differences are over those on"
                + " which both did. So means of one point may be over different channels.";
        return points.Count == 0 ? null : Section("excluded", "Excluded samples",
            WithClass("p", "note", note),
            Table("Excluded samples by cause",
                [
                    ColumnHeader("Point"), ColumnHeader("Samples", true), ColumnHeader(common ? "Excluded" : "Missing designs", true),
                    ColumnHeader("Algorithm"), ColumnHeader("Infeasible here", true), ColumnHeader("Failed here", true),
                    ColumnHeader(common ? "Its alone" : "Counted", true),
                ],
                points.SelectMany(point => Rows(point, Exclusions.Of(results, point), common))));
    }

    private static IEnumerable<XElement> Rows(PointResults point, long excluded, bool common)
    {
        var causes = point.Algorithms.Where(algorithm => algorithm.OwnInfeasible + algorithm.OwnFailed > 0).ToList();
        int rows = Math.Max(1, causes.Count);
        XElement[] head =
        [
            RowHeader(PointText.Label(point), rows),
            Spanning(rows, NumberText.Count(point.Samples)),
            Spanning(rows, common ? $"{NumberText.Count(excluded)} ({NumberText.Share(excluded / (double)point.Samples)})"
                : NumberText.Count(excluded)),
        ];
        // The own counts may be unknown in results of an older writer; the exclusion is shown all the same.
        if (causes.Count == 0) return [Element.Of("tr", head, Element.Of("td", "–"), Number("–"), Number("–"), Number("–"))];
        return causes.Select((algorithm, i) => Element.Of("tr",
            i == 0 ? head : null,
            WithClass("td", "name", algorithm.Name), LoudNumber(algorithm.OwnInfeasible, "warn"), LoudNumber(algorithm.OwnFailed, "bad"),
            Number((common ? algorithm.ExcludedAlone : algorithm.Counted) is { } last ? NumberText.Count(last) : "–")));
    }

    private static XElement Spanning(int rows, string text)
    {
        var cell = Number(text);
        if (rows > 1) cell.SetAttributeValue("rowspan", rows);
        return cell;
    }
}
