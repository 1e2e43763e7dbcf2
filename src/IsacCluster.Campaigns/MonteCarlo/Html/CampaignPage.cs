using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Figures;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting.Html;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.MonteCarlo.Html;

/// <summary>report.html of a campaign.</summary>
internal static class CampaignPage
{
    public static byte[] Write(CampaignResults results, ReportFigures figures) => ReportPage.Write(
        $"{results.Name}: campaign report", Header(results, figures), Sections(results, figures),
        ReportPage.Footer(results.Digest, "results.json", "results.csv"));

    private static XElement Header(CampaignResults results, ReportFigures figures)
    {
        XElement header = SummarySection.Header(results);
        header.Add(FigureMarkup.KeyDefinitions(figures.Styles.Values));
        return header;
    }

    private static IEnumerable<XElement> Sections(CampaignResults results, ReportFigures figures)
    {
        if (ScenarioSection.Of(results.Scenario, results.Points.Select(point => point.Params), results.Specification) is { } scenario)
            yield return scenario;
        if (figures.Metrics.Count > 0)
        {
            yield return Section("results", "Results",
                ChoiceMarkup.Of("explorer", "Any part of the sweep", figures.Sweep), figures.Metrics.Select(FigureMarkup.Group),
                figures.Maps.Select(ChoiceMarkup.Replaced), figures.Tradeoffs.Select(FigureMarkup.Group));
        }

        yield return MetricTables.Mse(results, figures);
        yield return MetricTables.Satisfaction(results, figures);
        foreach (var metric in MetricTables.Asked(results, figures)) yield return metric;
        if (ExclusionSection.Of(results) is { } exclusions) yield return exclusions;
        if (FailureSection.Of(results) is { } failures) yield return failures;
        if (MissingSection.Of(results) is { } poisoned) yield return poisoned;
        foreach (var group in figures.Beampatterns)
            yield return Section("beampatterns", group.Title, FigureMarkup.Note(group), FigureMarkup.Grid(group));
        yield return CampaignTimeSection.Of(results, figures);
        yield return MetricTables.AllNumbers(results, figures);
        if (HistorySection.Of(results.History, "sample") is { } history) yield return history;
        yield return ManifestSection.Of(results.Manifest, results.Digest, results.Schema);
    }
}
