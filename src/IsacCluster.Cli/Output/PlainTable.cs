using Spectre.Console;

namespace IsacCluster.Cli.Output;

/// <summary>Tables on stdout, whose rows stay on one line where it is not a terminal.</summary>
internal static class PlainTable
{
    private const int PipedWidth = 200;

    public static Table New(IEnumerable<string> headers)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string header in headers) table.AddColumn(new TableColumn(Markup.Escape(header)).NoWrap());
        return table;
    }

    public static void Write(Table table)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = PipedWidth;
        AnsiConsole.Write(table);
    }
}
