using System.Globalization;
using System.Text;

namespace IsacCluster.Cli.Output;

/// <summary>A column of a <see cref="ConsoleTable"/>.</summary>
/// <param name="Rank">0 stays; the highest ranks are the first to be left out where the table is wider than the terminal.</param>
internal sealed record ConsoleColumn(string Header, int Rank = 0);

/// <summary>
/// A table on stdout, each row on one line of the terminal: columns that do not fit are left out by their rank and named below. Where
/// stdout is no terminal all columns are written.
/// </summary>
/// <param name="Columns">Titles.</param>
/// <param name="Rows">Cells, each row as long as <paramref name="Columns"/>.</param>
internal sealed record ConsoleTable(IReadOnlyList<ConsoleColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const string Gap = "  ";

    /// <summary>Rows with the same text in the first column stand under it as their heading, where some have more than one row.</summary>
    public bool Grouped { get; init; }

    /// <summary>Fits the table to the terminal.</summary>
    public void Write() => Console.Out.Write(Format(Console.IsOutputRedirected ? int.MaxValue : TerminalWidth()));

    /// <param name="width">Characters of a line.</param>
    public string Format(int width)
    {
        int heads = Grouped && Rows.Select(row => row[0]).Distinct(StringComparer.Ordinal).Count() < Rows.Count ? 1 : 0;
        List<int> shown = [.. Enumerable.Range(heads, Columns.Count - heads)];
        int[] widths = [.. Enumerable.Range(0, Columns.Count).Select(Width)];
        string indent = heads > 0 ? Gap : "";
        while (shown.Sum(column => widths[column]) + (shown.Count - 1) * Gap.Length + indent.Length > width)
        {
            int least = shown.MaxBy(column => (Columns[column].Rank, column));
            if (Columns[least].Rank == 0) break;
            shown.Remove(least);
        }

        var text = new StringBuilder();
        Line(text, indent, shown, widths, column => Columns[column].Header);
        text.Append(indent).Append('─', shown.Sum(column => widths[column]) + (shown.Count - 1) * Gap.Length).Append('\n');
        string? head = null;
        foreach (IReadOnlyList<string> row in Rows)
        {
            if (heads > 0 && row[0] != head) text.Append(head = row[0]).Append('\n');
            Line(text, indent, shown, widths, column => row[column]);
        }

        string[] left = [.. Enumerable.Range(heads, Columns.Count - heads).Except(shown).Select(column => Columns[column].Header)];
        if (left.Length > 0) text.Append(CultureInfo.InvariantCulture, $"(wider terminals show {string.Join(", ", left)} too)\n");
        return text.ToString();
    }

    private int Width(int column) => Rows.Select(row => Length(row[column])).Append(Length(Columns[column].Header)).Max();

    private static void Line(StringBuilder text, string indent, List<int> shown, int[] widths, Func<int, string> cell)
    {
        text.Append(indent);
        foreach (int column in shown)
        {
            string value = cell(column);
            text.Append(value);
            if (column != shown[^1]) text.Append(' ', widths[column] - Length(value) + Gap.Length);
        }

        text.Append('\n');
    }

    /// <summary>Characters as a reader sees them.</summary>
    private static int Length(string text) => new StringInfo(text).LengthInTextElements;

    private static int TerminalWidth()
    {
        const int usual = 80;
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : usual;
        }
        catch (IOException)
        {
            return usual;
        }
    }
}
