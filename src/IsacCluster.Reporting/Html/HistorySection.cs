using System.Globalization;
using System.Xml.Linq;
using IsacCluster.Jobs;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Reporting.Html;

/// <summary>Who ran the job, and when.</summary>
public static class HistorySection
{
    /// <summary>Null where no run is known.</summary>
    /// <param name="index">What an index of the job is called: sample, trial, model.</param>
    public static XElement? Of(IReadOnlyList<JobRun> runs, string index) => runs.Count == 0 ? null : Section("history", "History",
        Table(
            "Runs of this job",
            [
                ColumnHeader("Run", true), ColumnHeader("Started (UTC)"), ColumnHeader("Ended (UTC)"), ColumnHeader("Duration", true),
                ColumnHeader("Host"), ColumnHeader($"Computed {index}s", true), ColumnHeader("Left by earlier runs", true),
            ],
            runs.Select((run, i) => Element.Of("tr",
                Number((i + 1).ToString(CultureInfo.InvariantCulture)), Name(Time(run.Start)), Name(End(run, last: i == runs.Count - 1)),
                Number(run.End is { } end ? NumberText.Seconds((end - run.Start).TotalSeconds) : "–"), Name(run.Host),
                Number(NumberText.Count(run.SamplesComputed)), Number(NumberText.Count(run.SamplesReused))))));

    private static XElement Name(string text) => WithClass("td", "name", text);

    private static string End(JobRun run, bool last) => run.End is { } end ? Time(end) : last ? "not yet" : "cut off";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
