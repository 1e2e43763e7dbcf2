using IsacCluster.Jobs;

namespace IsacCluster.Cli.Output;

/// <summary>Renders a report's summary table on stdout, as wide as the terminal allows.</summary>
internal static class SummaryView
{
    private const int AlwaysShown = 2;

    public static void Show(SummaryTable summary)
    {
        Table(summary).Write();
        if (summary.Note is { } note) Console.WriteLine($"\n{ConsoleWidth.Wrap(note, ConsoleWidth.OfOutput)}");
    }

    /// <summary>The table that is shown.</summary>
    internal static ConsoleTable Table(SummaryTable summary) => new(
        [.. summary.Headers.Select((header, column) => new ConsoleColumn(header, RankOf(summary, column)))], summary.Rows)
    {
        Grouped = summary.Grouped,
    };

    private static int RankOf(SummaryTable summary, int column) =>
        summary.Ranks is { } ranks ? ranks[column] : Math.Max(0, column + 1 - AlwaysShown);
}
