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
        var points = results.Points.Where(point => CampaignSummary.Excluded(point) > 0).ToList();
        return points.Count == 0 ? null : Section("excluded", "Excluded samples",
            WithClass("p", "note",
                "A sample on which any algorithm of the point is infeasible or fails is excluded for all of them, so that all means are over"
                + " the same channels. The last columns say who was the cause."),
            Table("Excluded samples by cause",
                [
                    ColumnHeader("Point"), ColumnHeader("Samples", true), ColumnHeader("Excluded", true), ColumnHeader("Algorithm"),
                    ColumnHeader("Infeasible here", true), ColumnHeader("Failed here", true),
                ],
                points.SelectMany(Rows)));
    }

    private static IEnumerable<XElement> Rows(PointResults point)
    {
        var causes = point.Algorithms.Where(algorithm => algorithm.OwnInfeasible + algorithm.OwnFailed > 0).ToList();
        int rows = Math.Max(1, causes.Count);
        long excluded = CampaignSummary.Excluded(point);
        XElement[] head =
        [
            RowHeader(PointText.Label(point), rows),
            Spanning(rows, NumberText.Count(point.Samples)),
            Spanning(rows, $"{NumberText.Count(excluded)} ({NumberText.Share(excluded / (double)point.Samples)})"),
        ];
        // The own counts may be unknown in results of an older writer; the exclusion is shown all the same.
        if (causes.Count == 0) return [Element.Of("tr", head, Element.Of("td", "–"), Number("–"), Number("–"))];
        return causes.Select((algorithm, i) => Element.Of("tr",
            i == 0 ? head : null,
            WithClass("td", "name", algorithm.Name), LoudNumber(algorithm.OwnInfeasible, "warn"), LoudNumber(algorithm.OwnFailed, "bad")));
    }

    private static XElement Spanning(int rows, string text)
    {
        var cell = Number(text);
        if (rows > 1) cell.SetAttributeValue("rowspan", rows);
        return cell;
    }
}
