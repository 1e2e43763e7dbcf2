using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.MonteCarlo.Html;

/// <summary>The head of the page: name, state, one paragraph, key numbers, and whatever a reader must not miss.</summary>
internal static class SummarySection
{
    public static XElement Header(CampaignResults results) => Of("header",
        WithClass("p", "kind", "Monte Carlo campaign"),
        Of("h1", results.Name),
        WithClass("p", results.Complete ? "state ok" : "state bad", results.Complete ? "Complete" : "Incomplete"),
        WithClass("p", "lead", CampaignSummary.Paragraph(results)),
        Notices(results),
        Tiles(results));

    private static IEnumerable<XElement> Notices(CampaignResults results)
    {
        if (!results.Complete)
        {
            yield return Notice("bad", "This campaign is not complete.",
                "Points marked incomplete hold fewer samples than asked for. Run the same command again, or resume the job, to finish it.");
        }
        if (results.Poisoned.Count > 0)
        {
            string verb = results.Poisoned.Count == 1 ? "was" : "were";
            yield return Notice("bad", $"{NumberText.Count(results.Poisoned.Count, "task")} failed three times and {verb} parked.",
                "The samples are missing; see Missing tasks.");
        }
        foreach (var notice in Excluded(Exclusions.Failed(results), Exclusions.Infeasible(results), Exclusions.AreCommon(results)))
            yield return notice;
    }

    private static IEnumerable<XElement> Excluded(long failed, long infeasible, bool common)
    {
        string what = common ? "sample" : "design";
        if (failed > 0)
        {
            yield return Notice("bad", $"{NumberText.Count(failed, what)} {(common ? "excluded" : "missing")} because an algorithm failed.",
                "See Excluded samples.");
        }

        if (infeasible > 0)
        {
            yield return Notice("warn", $"{NumberText.Count(infeasible, what)} {(common ? "excluded" : "missing")} as infeasible.",
                $"Every algorithm of a point is averaged over {(common ? "the same channels" : "its own samples")}; see Excluded samples.");
        }
    }

    private static XElement Notice(string level, string headline, string text) =>
        WithClass("p", "notice " + level, new XAttribute("role", "note"), Of("strong", headline), " " + text);

    private static XElement Tiles(CampaignResults results)
    {
        long excluded = Exclusions.Failed(results) + Exclusions.Infeasible(results);
        var timing = results.Timing;
        return WithClass("dl", "tiles",
            Tile("Points", NumberText.Count(results.Points.Count)),
            Tile("Algorithms", NumberText.Count(ReferenceAlgorithm.Names(results).Count)),
            Tile("Samples", NumberText.Count(results.Points.Sum(p => p.Samples))),
            Tile(Exclusions.AreCommon(results) ? "Excluded" : "Missing designs", NumberText.Count(excluded), excluded > 0 ? "warn" : null),
            Tile("Slot time", NumberText.Seconds(timing.SlotsS)),
            Tile("Useful", timing.SlotsS > 0 ? NumberText.Share(timing.UsefulS / timing.SlotsS) : NumberText.Undefined));
    }

    private static XElement Tile(string term, string value, string? level = null) =>
        WithClass("div", level is null ? "tile" : "tile " + level, Of("dt", term), Of("dd", value));
}
