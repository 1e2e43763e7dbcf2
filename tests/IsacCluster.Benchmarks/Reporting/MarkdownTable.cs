using System.Text;

namespace IsacCluster.Benchmarks.Reporting;

/// <summary>A table that reads well on a terminal and can be pasted into docs/benchmarks.md; the first column is left-aligned.</summary>
internal sealed class MarkdownTable(params string[] header)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] row)
    {
        if (row.Length != header.Length) throw new ArgumentException($"A row has {header.Length} cells, not {row.Length}.", nameof(row));
        _rows.Add(row);
    }

    public override string ToString()
    {
        int[] widths = [.. header.Select((title, column) => _rows.Select(row => row[column].Length).Append(title.Length).Max())];
        var text = new StringBuilder();
        AppendRow(text, header, widths);
        IEnumerable<string> rules = widths.Select(width => new string('-', width + 1))
            .Select((rule, column) => column == 0 ? ":" + rule : rule + ":");
        text.Append('|').AppendJoin('|', rules).Append("|\n");
        foreach (string[] row in _rows) AppendRow(text, row, widths);
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string[] cells, int[] widths)
    {
        text.Append('|');
        for (int column = 0; column < cells.Length; column++)
        {
            string cell = column == 0 ? cells[column].PadRight(widths[column]) : cells[column].PadLeft(widths[column]);
            text.Append(' ').Append(cell).Append(" |");
        }

        text.Append('\n');
    }
}
