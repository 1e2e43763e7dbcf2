using System.Xml.Linq;
using IsacCluster.Campaigns.Reporting.Figures;
using IsacCluster.Campaigns.Reporting.Sweeps;
using static IsacCluster.Campaigns.Reporting.Html.Element;

namespace IsacCluster.Campaigns.Reporting.Html;

/// <summary>Time per algorithm and stage, the closed ledger, and the tasks.</summary>
internal static class TimeSection
{
    /// <summary>Clock readings of many slots do not add up to the last digit; more than this is worth saying.</summary>
    private const double ToleratedGap = 0.01;

    public static XElement Of(CampaignResults results, ReportFigures figures) => Section("time", "Time",
        Caution(),
        WithClass("p", "note", $"{SolveRate.Of(results)}."),
        WithClass("div", "figures", figures.Timing.SelectMany(group => group.Figures, TimingFigure)),
        Parts(results),
        Ledger(results.Timing),
        Stages(results.Timing),
        Tasks(results.Tasks));

    /// <summary>Of a job whose report has no figures of time.</summary>
    public static XElement Of(TimingLedger timing) => Section("time", "Time", Caution(), Ledger(timing), Stages(timing));

    private static XElement Caution() => WithClass("p", "note", "Times depend on the machine and its load; they are no part of the digest.");

    private static XElement TimingFigure(FigureGroup group, RenderedFigure figure)
    {
        var markup = FigureMarkup.One(figure);
        markup.Add(group.Legend.Count == 0 ? null : FigureMarkup.Legend(group.Legend), WithClass("p", "note", group.Note));
        return markup;
    }

    /// <summary>Null where no algorithm has parts.</summary>
    private static XElement? Parts(CampaignResults results)
    {
        var rows = from point in results.Points
                   from algorithm in point.Algorithms
                   where algorithm.PartsS is not null
                   let parts = algorithm.PartsS
                   select Element.Of("tr",
                       RowHeader(PointText.Label(point)), WithClass("td", "name", algorithm.Name),
                       Part(parts.Inference), Part(parts.Feasibility), Part(parts.Projection),
                       Number(algorithm.ProjectionUsage is { } usage ? NumberText.Share(usage) : "–"),
                       Number(NumberText.Seconds(algorithm.TimeS.Mean)));
        var all = rows.ToList();
        return all.Count == 0 ? null : Table("Parts of the time of learned algorithms",
            [
                ColumnHeader("Point"), ColumnHeader("Algorithm"), ColumnHeader("Inference", true), ColumnHeader("Feasibility test", true),
                ColumnHeader("One projection", true), ColumnHeader("Projected", true), ColumnHeader("Mean time", true),
            ],
            all);
    }

    private static XElement Part(double? seconds) => Number(seconds is null ? "–" : NumberText.Seconds(seconds));

    private static XElement Ledger(TimingLedger timing)
    {
        var parts = LedgerPart.Of(timing);
        double total = parts.Sum(part => part.Seconds), gap = timing.SlotsS - total;
        bool closes = Math.Abs(gap) <= ToleratedGap * Math.Max(timing.SlotsS, total);
        string Share(double seconds) => timing.SlotsS > 0 ? NumberText.Share(seconds / timing.SlotsS) : NumberText.Undefined;
        var rows = parts.Select(part => Row(part.Name, part.Meaning, NumberText.Seconds(part.Seconds), Share(part.Seconds))).ToList();
        if (!closes) rows.Add(Row("unaccounted", "the ledger does not close: please report this", NumberText.Seconds(gap), Share(gap)));
        rows.Add(Row("slots × wall time", closes ? "the ledger closes" : "as measured", NumberText.Seconds(timing.SlotsS), Share(timing.SlotsS)));
        rows[^1].SetAttributeValue("class", "total");
        return Table("Timing ledger", [ColumnHeader("Part"), ColumnHeader("Meaning"), ColumnHeader("Slot time", true), ColumnHeader("Share", true)], rows);
    }

    private static XElement Row(string name, string meaning, string time, string share) =>
        Element.Of("tr", RowHeader(name), Element.Of("td", meaning), Number(time), Number(share));

    private static XElement? Stages(TimingLedger timing) => timing.Stages.Count == 0 ? null : Table("Stages",
        [ColumnHeader("Stage"), ColumnHeader("Calls", true), ColumnHeader("Mean of one call", true), ColumnHeader("Total", true), ColumnHeader("Share of useful", true)],
        timing.Stages.OrderByDescending(s => s.Value.TotalS).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => Element.Of("tr",
            RowHeader(s.Key), Number(NumberText.Count(s.Value.Calls)), Number(NumberText.Seconds(s.Value.MeanS)), Number(NumberText.Seconds(s.Value.TotalS)),
            Number(timing.UsefulS > 0 ? NumberText.Share(s.Value.TotalS / timing.UsefulS) : NumberText.Undefined))));

    private static XElement Tasks(TaskCounts tasks) => Table("Tasks of this job",
        [
            ColumnHeader("Tasks accepted", true), ColumnHeader("Rejected", true), ColumnHeader("Failed", true),
            ColumnHeader("Samples computed", true), ColumnHeader("Samples reused", true),
        ],
        [
            Element.Of("tr", Number(NumberText.Count(tasks.TasksAccepted)), Number(NumberText.Count(tasks.TasksRejected)), Number(NumberText.Count(tasks.TasksFailed)),
                Number(NumberText.Count(tasks.SamplesComputed)), Number(NumberText.Count(tasks.SamplesReused))),
        ]);
}
