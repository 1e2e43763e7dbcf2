using IsacCluster.Jobs;
using Spectre.Console;

namespace IsacCluster.Cli.Output;

/// <summary>Renders a report's summary table on stdout.</summary>
public static class SummaryView
{
    public static void Show(SummaryTable summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Table table = PlainTable.New(summary.Headers);
        foreach (IReadOnlyList<string> row in summary.Rows) table.AddRow([.. row.Select(Markup.Escape)]);
        PlainTable.Write(table);
        if (summary.Note is { } note) Console.WriteLine(note);
    }
}
