using System.Globalization;
using System.Text.Json;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Cli.Output;

/// <summary>The silos of a cluster and what happened lately, on stdout: tables, or the same JSON as the silos' HTTP endpoint.</summary>
internal static class ClusterViewText
{
    private const int Events = 10;

    public static void Show(ClusterView view, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(view, JobJson.Options));
            return;
        }

        if (view.Silos.Count == 0) Console.WriteLine("no silos");
        else ShowSilos(view);
        if (view.Events.Count > 0) ShowEvents(view);
    }

    private static void ShowSilos(ClusterView view) => new ConsoleTable(
        [new("silo"), new("slots busy"), new("last seen"), new("state"), new("host", 1)],
        [.. view.Silos.Select(silo => (IReadOnlyList<string>)
        [
            silo.Name, Slots(silo), $"{Span(view.Now - silo.LastSeen)} ago", JsonNamingPolicy.KebabCaseLower.ConvertName($"{silo.State}"),
            silo.Host,
        ])]).Write();

    private static void ShowEvents(ClusterView view)
    {
        Console.WriteLine();
        foreach (ClusterEvent news in view.Events.TakeLast(Events))
            Console.WriteLine(ConsoleWidth.Wrap($"{Clock(news.At, view.Now)}  {news.Text}", ConsoleWidth.OfOutput));
    }

    /// <summary>"1 of 2 cpu, 0 of 1 cuda"; of one that is gone, what it had.</summary>
    private static string Slots(SiloListing silo)
    {
        (int Busy, int All, string Kind)[] kinds = [(silo.Busy.Cpu, silo.Slots.Cpu, "cpu"), (silo.Busy.Cuda, silo.Slots.Cuda, "cuda")];
        return string.Join(", ", kinds.Where(kind => kind.All > 0).Select(kind =>
            silo.State == SiloPresence.Present ? $"{kind.Busy} of {kind.All} {kind.Kind}" : $"{kind.All} {kind.Kind}"));
    }

    /// <summary>The local time of day; of another day with its date.</summary>
    public static string Clock(DateTimeOffset time, DateTimeOffset now)
    {
        DateTimeOffset local = time.ToLocalTime();
        string format = (now - time).Duration() < TimeSpan.FromHours(20) ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Rounded to two units at most: "42 s", "3 min", "2 h 5 min", "3 d 4 h".</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => $"{Math.Max(0, (int)Math.Round(span.TotalSeconds))} s",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} min",
        { TotalHours: < 24 } => $"{(int)span.TotalHours} h {span.Minutes} min",
        _ => $"{(int)span.TotalDays} d {span.Hours} h",
    };
}
