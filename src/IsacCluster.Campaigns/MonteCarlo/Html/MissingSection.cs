using System.Globalization;
using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Html;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.MonteCarlo.Html;

/// <summary>What is missing from the numbers of a campaign.</summary>
internal static class MissingSection
{
    /// <summary>Tasks that were given up; null if there are none.</summary>
    public static XElement? Of(CampaignResults results) => results.Poisoned.Count == 0 ? null : Section("missing", "Missing tasks",
        WithClass("p", "note", "Each of these failed three times and was parked; the rest of the campaign went on without its samples."),
        Table("Missing tasks",
            [ColumnHeader("Point"), ColumnHeader("First sample", true), ColumnHeader("Samples", true), ColumnHeader("Error")],
            results.Poisoned.Select(task => Element.Of("tr",
                RowHeader(task.Point), Number(task.First.ToString(CultureInfo.InvariantCulture)), Number(NumberText.Count(task.Count)),
                WithClass("td", "error", Element.Of("code", task.Error))))));
}
