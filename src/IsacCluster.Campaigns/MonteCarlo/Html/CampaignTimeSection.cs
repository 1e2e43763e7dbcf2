using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Figures;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Html;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.MonteCarlo.Html;

/// <summary>Time per algorithm and stage, the closed ledger, and the tasks of a campaign.</summary>
internal static class CampaignTimeSection
{
    public static XElement Of(CampaignResults results, ReportFigures figures) => Section("time", "Time",
        TimeSection.Caution(),
        WithClass("p", "note", $"{SolveRate.Of(results)}."),
        WithClass("div", "figures", figures.Timing.SelectMany(group => group.Figures, TimingFigure)),
        Parts(results),
        TimeSection.Ledger(results.Timing),
        TimeSection.Stages(results.Timing),
        Tasks(results.Tasks));

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

    private static XElement Tasks(TaskCounts tasks) => Table("Tasks of this job",
        [
            ColumnHeader("Tasks accepted", true), ColumnHeader("Rejected", true), ColumnHeader("Failed", true),
            ColumnHeader("Samples computed", true), ColumnHeader("Samples reused", true),
        ],
        [
            Element.Of(
                "tr", Number(NumberText.Count(tasks.TasksAccepted)), Number(NumberText.Count(tasks.TasksRejected)),
                Number(NumberText.Count(tasks.TasksFailed)),
                Number(NumberText.Count(tasks.SamplesComputed)), Number(NumberText.Count(tasks.SamplesReused))),
        ]);
}
