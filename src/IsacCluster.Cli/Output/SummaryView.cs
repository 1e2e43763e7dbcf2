using IsacCluster.Campaigns.Reporting;
using Spectre.Console;

namespace IsacCluster.Cli.Output;

/// <summary>Renders a report's summary table on stdout.</summary>
public static class SummaryView
{
    /// <summary>Width where stdout is not a terminal, so that rows stay on one line.</summary>
    private const int PipedWidth = 200;

    public static void Show(SummaryTable summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var table = new Table().Border(TableBorder.Simple);
        foreach (string header in summary.Headers) table.AddColumn(new TableColumn(Markup.Escape(header)).NoWrap());
        foreach (IReadOnlyList<string> row in summary.Rows) table.AddRow([.. row.Select(Markup.Escape)]);
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = PipedWidth;
        AnsiConsole.Write(table);
        if (summary.Note is { } note) Console.WriteLine(note);
    }
}
