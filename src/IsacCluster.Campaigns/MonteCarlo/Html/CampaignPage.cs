using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Figures;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting.Html;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.MonteCarlo.Html;

/// <summary>report.html of a campaign.</summary>
internal static class CampaignPage
{
    public static void Write(Stream stream, CampaignResults results, ReportFigures figures) => ReportPage.Write(
        stream, $"{results.Name}: campaign report", Header(results, figures), Sections(results, figures),
        ReportPage.Footer(results.Digest, "results.json", "results.csv"));

    private static XElement Header(CampaignResults results, ReportFigures figures)
    {
        XElement header = SummarySection.Header(results);
        header.Add(FigureMarkup.KeyDefinitions(figures.Styles.Values));
        return header;
    }

    private static IEnumerable<XElement> Sections(CampaignResults results, ReportFigures drawn)
    {
        if (ScenarioSection.Of(results.Scenario, results.Points.Select(point => point.Params), results.Specification) is { } scenario)
            yield return scenario;
        if (drawn.Metrics.Count > 0)
        {
            yield return Section("results", "Results",
                ChoiceMarkup.Of("explorer", "Any part of the sweep", drawn.Sweep), drawn.Metrics.Select(FigureMarkup.Group),
                drawn.Maps.Select(ChoiceMarkup.Replaced), drawn.Tradeoffs.Select(FigureMarkup.Group));
        }

        yield return MetricTables.Mse(results, drawn);
        yield return MetricTables.Satisfaction(results, drawn);
        foreach (var metric in MetricTables.Asked(results, drawn)) yield return metric;
        if (ExclusionSection.Of(results) is { } exclusions) yield return exclusions;
        if (FailureSection.Of(results) is { } failures) yield return failures;
        if (MissingSection.Of(results) is { } poisoned) yield return poisoned;
        foreach (var group in drawn.Beampatterns)
        {
            XElement figures = WithClass("div", "group", FigureMarkup.Note(group), FigureMarkup.Grid(group));
            if (drawn.Patterns is not null) figures.SetAttributeValue("class", "group replaced");
            yield return Section("beampatterns", group.Title,
                ChoiceMarkup.Of("patterns", "Any of the samples", drawn.Patterns), figures);
        }

        yield return CampaignTimeSection.Of(results, drawn);
        yield return MetricTables.AllNumbers(results, drawn);
        if (HistorySection.Of(results.History, "sample") is { } history) yield return history;
        yield return ManifestSection.Of(results.Manifest, results.Digest, results.Schema);
    }
}
