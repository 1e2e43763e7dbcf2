using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Figures;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Html;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.MonteCarlo.Html;

/// <summary>A table with a row for each point and algorithm: as wide for twelve algorithms as for two.</summary>
internal static class AlgorithmTable
{
    /// <summary>A page of more is opened by nobody; results.csv has them all.</summary>
    private const int MostRows = 1000, LeastPoints = 20, LongestWhole = 24;

    /// <param name="header">Of the columns behind point and algorithm.</param>
    /// <param name="cells">Their cells; null ones are left out.</param>
    public static XElement Of(
        string caption, CampaignResults results, ReportFigures figures, IReadOnlyList<XElement> header,
        Func<AlgorithmResults, IEnumerable<XElement?>> cells)
    {
        IReadOnlyList<PointResults> points =
            EvenChoice.Of(results.Points, Math.Max(LeastPoints, MostRows / Math.Max(1, figures.Styles.Count)));
        Dictionary<string, int> keys = figures.Styles.Keys.Index().ToDictionary(style => style.Item, style => style.Index);
        string shown = points.Count == results.Points.Count ? caption
            : $"{caption}: {NumberText.Count(points.Count)} of {NumberText.Count(results.Points.Count)} points, evenly chosen";
        return NumberTable(shown, [ColumnHeader("Point"), ColumnHeader("Algorithm"), .. header], points.SelectMany(Rows));

        IEnumerable<XElement> Rows(PointResults point) => point.Algorithms.Select((algorithm, i) => Element.Of("tr",
            i == 0 ? new XAttribute("class", "first") : null,
            i == 0 ? RowHeader(Label(point), point.Algorithms.Count) : null,
            WithClass("td", "name", FigureMarkup.MarkerKey(keys[algorithm.Name]), " ", algorithm.Name),
            cells(algorithm)));
    }

    private static object[] Label(PointResults point) => point.StopReason == "incomplete"
        ? [.. Words(point), " ", WithClass("span", "tag bad", "incomplete")]
        : [.. Words(point)];

    /// <summary>A line breaks between parameters, not within one: 1e-7 would break behind its hyphen.</summary>
    private static IEnumerable<object> Words(PointResults point)
    {
        string[] parts = PointText.Label(point).Split(", ");
        return parts.SelectMany((part, i) => i == parts.Length - 1 ? new object[] { Whole(part) } : [Whole(part + ","), " "]);
    }

    private static object Whole(string part) => part.Length <= LongestWhole ? WithClass("span", "whole", part) : part;
}
