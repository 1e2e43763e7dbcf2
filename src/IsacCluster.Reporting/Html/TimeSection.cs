using System.Xml.Linq;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Figures;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Reporting.Html;

/// <summary>Time per stage and the closed ledger.</summary>
public static class TimeSection
{
    /// <summary>Clock readings of many slots do not add up to the last digit; more than this is worth saying.</summary>
    private const double ToleratedGap = 0.01;

    /// <summary>Of a job whose report has no figures of time.</summary>
    public static XElement Of(TimingLedger timing) => Section("time", "Time", Caution(), Ledger(timing), Stages(timing));

    public static XElement Caution() => WithClass("p", "note", "Times depend on the machine and its load; they are no part of the digest.");

    public static XElement Ledger(TimingLedger timing)
    {
        var parts = LedgerPart.Of(timing);
        double total = parts.Sum(part => part.Seconds), gap = timing.SlotsS - total;
        bool closes = Math.Abs(gap) <= ToleratedGap * Math.Max(timing.SlotsS, total);
        string Share(double seconds) => timing.SlotsS > 0 ? NumberText.Share(seconds / timing.SlotsS) : NumberText.Undefined;
        var rows = parts.Select(part => Row(part.Name, part.Meaning, NumberText.Seconds(part.Seconds), Share(part.Seconds))).ToList();
        if (!closes) rows.Add(Row("unaccounted", "the ledger does not close: please report this", NumberText.Seconds(gap), Share(gap)));
        rows.Add(Row(
            "slots × wall time", closes ? "the ledger closes" : "as measured", NumberText.Seconds(timing.SlotsS), Share(timing.SlotsS)));
        rows[^1].SetAttributeValue("class", "total");
        return Table(
            "Timing ledger",
            [ColumnHeader("Part"), ColumnHeader("Meaning"), ColumnHeader("Slot time", true), ColumnHeader("Share", true)], rows);
    }

    private static XElement Row(string name, string meaning, string time, string share) =>
        Element.Of("tr", RowHeader(name), Element.Of("td", meaning), Number(time), Number(share));

    public static XElement? Stages(TimingLedger timing) => timing.Stages.Count == 0 ? null : Table("Stages",
        [ColumnHeader("Stage"), ColumnHeader("Calls", true), ColumnHeader("Mean of one call", true), ColumnHeader("Total", true),
            ColumnHeader("Share of useful", true)],
        timing.Stages.OrderByDescending(s => s.Value.TotalS).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => Element.Of("tr",
            RowHeader(s.Key), Number(NumberText.Count(s.Value.Calls)), Number(NumberText.Seconds(s.Value.MeanS)),
            Number(NumberText.Seconds(s.Value.TotalS)),
            Number(timing.UsefulS > 0 ? NumberText.Share(s.Value.TotalS / timing.UsefulS) : NumberText.Undefined))));
}
