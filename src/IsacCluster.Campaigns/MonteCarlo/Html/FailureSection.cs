using System.Globalization;
using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Html;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.MonteCarlo.Html;

/// <summary>Samples without a design, one by one, each with the command that computes it again.</summary>
internal static class FailureSection
{
    private const int MostRows = 50, EachAtLeast = 2;
    private const string Infeasible = "infeasible";

    /// <summary>Null if there are none.</summary>
    public static XElement? Of(CampaignResults results)
    {
        var all = (from point in results.Points
                   from algorithm in point.Algorithms
                   where algorithm.Failures.Count > 0
                   select (Point: point, Algorithm: algorithm)).ToList();
        if (all.Count == 0) return null;
        int each = Math.Max(EachAtLeast, MostRows / all.Count);
        var rows = all.SelectMany(of => of.Algorithm.Failures.Take(each).Select(failed => (of.Point, of.Algorithm.Name, Failed: failed)))
            .OrderBy(row => row.Failed.Status == Infeasible).Take(MostRows).ToList(); // stable: by point and algorithm
        long missing = all.Sum(of => of.Algorithm.OwnInfeasible + of.Algorithm.OwnFailed);
        return Section("failures", "Samples without a design",
            WithClass("p", "note",
                $"{NumberText.Count(rows.Count)} of {NumberText.Count(missing)}, failures before infeasible ones; results.json lists the "
                + "first 100 of each algorithm at a point. The command computes the one sample again, with the same bits."),
            DenseTable("Samples without a design",
                [
                    ColumnHeader("Point"), ColumnHeader("Algorithm"), ColumnHeader("Sample", true), ColumnHeader("Why"),
                    ColumnHeader("To see it again"),
                ],
                rows.Select(row => Element.Of("tr",
                    RowHeader(PointText.Label(row.Point)), WithClass("td", "name", row.Name),
                    Number(row.Failed.Sample.ToString(CultureInfo.InvariantCulture)),
                    WithClass("td", "name", $"{row.Failed.Status}: {row.Failed.Message}"),
                    WithClass("td", "name", WithClass("code", "replay", row.Failed.Replay))))));
    }
}
