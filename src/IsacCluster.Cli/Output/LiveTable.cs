using System.Globalization;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Reporting;

namespace IsacCluster.Cli.Output;

/// <summary>
/// A job as lines of a terminal: how much is done, how fast and until when, the lanes with a bar of what their intervals still lack, busy
/// slots, and what happened last. As wide as the terminal, 80 columns are enough.
/// </summary>
internal static class LiveTable
{
    /// <summary>Lanes that are shown; those that are done are left out first.</summary>
    public const int MostRows = 12;

    private const int BarWidth = 10, MostLabel = 30;

    /// <summary>A bar is empty where an interval is 2^5 times as wide as it may be.</summary>
    private const double Doublings = 5;

    /// <param name="cluster">Null where it is not known yet.</param>
    public static IReadOnlyList<string> Lines(
        JobStatus status, JobKind kind, IReadOnlyList<GlanceRow> rows, ClusterView? cluster, DateTimeOffset now, int width)
    {
        var lines = new List<string> { Head(status, kind), Pace(status, cluster, now) };
        List<GlanceRow> shown = [.. rows.Where(row => !row.IsClosed).Concat(rows.Where(row => row.IsClosed)).Take(MostRows)];
        string[] labels = Labels([.. shown.Select(row => row.Label)]);
        int label = Math.Min(MostLabel, labels.Select(text => text.Length).DefaultIfEmpty().Max());
        lines.AddRange(shown.Zip(labels, (row, text) => $"  {Cut(text, label).PadRight(label)} {Bar(row)} {row.Value}"));
        if (rows.Count > shown.Count)
        {
            int closed = rows.Count(row => row.IsClosed) - shown.Count(row => row.IsClosed);
            lines.Add($"  and {Counted.Of(rows.Count - shown.Count, kind.LaneName)} more, {closed} of them done");
        }

        if (cluster?.Events is [.., var last]) lines.Add($"{ClusterViewText.Clock(last.At, now)}  {last.Text}");
        return [.. lines.Where(line => line.Length > 0).Select(line => Cut(line, width))];
    }

    /// <summary>
    /// Where "sinr_db = 3, users = 2" is too long, "sinr_db=3 users=2", and then "3 2": what is cut at its end may be what tells it apart.
    /// </summary>
    private static string[] Labels(string[] whole)
    {
        string[] close =
        [
            .. whole.Select(text => text.Replace(" = ", "=", StringComparison.Ordinal).Replace(", ", " ", StringComparison.Ordinal)),
        ];
        string[] values = [.. whole.Select(text => string.Join(' ', text.Split(", ").Select(part => part.Split(" = ")[^1])))];
        return Array.Find<string[]>([whole, close], labels => labels.All(text => text.Length <= MostLabel)) ?? values;
    }

    private static string Head(JobStatus status, JobKind kind)
    {
        (long done, long wanted) = ProgressDisplay.Extent(status);
        int closed = status.Lanes.Count(lane => lane.StopReason is not null);
        string percent = wanted > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000.0 * done / wanted) / 10:0.0} % ") : "";
        string lanes = status.Lanes.Count > 1 ? $", {closed} of {Counted.Of(status.Lanes.Count, kind.LaneName)} done" : "";
        return $"{status.Id}  {percent}({done} of {Counted.Of(wanted, kind.IndexName)}){lanes}";
    }

    private static string Pace(JobStatus status, ClusterView? cluster, DateTimeOffset now)
    {
        var parts = new List<string>();
        if (status.Phase != JobPhase.Running) parts.Add(status.Phase.ToString().ToLowerInvariant());
        if (status.Pace is { } pace) parts.Add($"{NumberText.Value(pace.PerSecond)} a second");
        if (status.Pace is { Finish: { } finish })
            parts.Add($"done at about {ClusterViewText.Clock(finish, now)} (in {ClusterViewText.Span(finish - now)})");
        if (status.Waiting is { } waiting) parts.Add($"waits for {waiting}");
        List<SiloListing> present = [.. (cluster?.Silos ?? []).Where(silo => silo.State == SiloPresence.Present)];
        if (present.Count > 0)
        {
            int busy = present.Sum(silo => silo.Busy.Cpu + silo.Busy.Cuda), all = present.Sum(silo => silo.Slots.Cpu + silo.Slots.Cuda);
            parts.Add($"{busy} of {Counted.Of(all, "slot")} busy on {Counted.Of(present.Count, "silo")}");
        }

        return string.Join(", ", parts);
    }

    /// <summary>How near an interval is to its goal, on a scale of doublings; without a goal how much is done.</summary>
    private static string Bar(GlanceRow row)
    {
        double share = row.IsClosed ? 1
            : row is { Width: > 0 and var width, Goal: > 0 and var goal } ? 1 - Math.Log2(width / goal) / Doublings
            : row.Goal is not null ? 0 : row.Done;
        int full = (int)Math.Floor(Math.Clamp(share, 0, 1) * BarWidth);
        return new string('█', full) + new string('░', BarWidth - full);
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..Math.Max(0, width - 1)] + "…";
}
