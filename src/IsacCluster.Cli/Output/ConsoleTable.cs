using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IsacCluster.Cli.Output;

/// <summary>A column of a <see cref="ConsoleTable"/>.</summary>
/// <param name="Rank">0 stays; the highest ranks are the first to be left out where the table is wider than the terminal.</param>
internal sealed record ConsoleColumn(string Header, int Rank = 0);

/// <summary>
/// A table on stdout, each row on one line of the terminal: columns that do not fit are left out by their rank and named below; before one
/// of the first two ranks goes, remarks in brackets at the ends of cells become a star. Where stdout is no terminal everything is written.
/// </summary>
/// <param name="Columns">Titles.</param>
/// <param name="Rows">Cells, each row as long as <paramref name="Columns"/>.</param>
internal sealed partial record ConsoleTable(IReadOnlyList<ConsoleColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const string Gap = "  ", Star = "*";
    private const int StarredRank = 1;

    /// <summary>Rows with the same text in the first column stand under it as their heading, where some have more than one row.</summary>
    public bool Grouped { get; init; }

    /// <summary>Fits the table to the terminal.</summary>
    public void Write() => Console.Out.Write(Format(ConsoleWidth.OfOutput));

    /// <param name="width">Characters of a line.</param>
    public string Format(int width)
    {
        int heads = Grouped && Rows.Select(row => row[0]).Distinct(StringComparer.Ordinal).Count() < Rows.Count ? 1 : 0;
        if (Fit(Rows, heads, width, StarredRank) is { } whole) return Text(Rows, heads, whole, width, "");
        List<IReadOnlyList<string>> starred = [.. Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(Starred)])];
        List<int> shown = Fit(starred, heads, width, 0) ?? Necessary(heads);
        bool any = shown.Any(column => starred.Index().Any(row => row.Item[column] != Rows[row.Index][column]));
        return Text(starred, heads, shown, width, any ? $"{Star} in words below" : "");
    }

    /// <summary>The columns that are shown if those above a rank may be left out; null where that is not enough.</summary>
    private List<int>? Fit(IReadOnlyList<IReadOnlyList<string>> rows, int heads, int width, int kept)
    {
        List<int> shown = [.. Enumerable.Range(heads, Columns.Count - heads)];
        while (Wide(rows, shown) + (heads > 0 ? Gap.Length : 0) > width)
        {
            int least = shown.MaxBy(column => (Columns[column].Rank, column));
            if (Columns[least].Rank <= kept) return null;
            shown.Remove(least);
        }

        return shown;
    }

    private List<int> Necessary(int heads) =>
        [.. Enumerable.Range(heads, Columns.Count - heads).Where(column => Columns[column].Rank == 0)];

    private int Wide(IReadOnlyList<IReadOnlyList<string>> rows, List<int> shown) =>
        shown.Sum(column => Width(rows, column)) + (shown.Count - 1) * Gap.Length;

    private string Text(IReadOnlyList<IReadOnlyList<string>> rows, int heads, List<int> shown, int width, string legend)
    {
        int[] widths = [.. Enumerable.Range(0, Columns.Count).Select(column => Width(rows, column))];
        string indent = heads > 0 ? Gap : "";
        var text = new StringBuilder();
        Line(text, indent, shown, widths, column => Columns[column].Header);
        text.Append(indent).Append('─', Wide(rows, shown)).Append('\n');
        string? head = null;
        foreach (IReadOnlyList<string> row in rows)
        {
            if (heads > 0 && row[0] != head) text.Append(head = row[0]).Append('\n');
            Line(text, indent, shown, widths, column => row[column]);
        }

        string[] left = [.. Enumerable.Range(heads, Columns.Count - heads).Except(shown).Select(column => Columns[column].Header)];
        string hidden = left.Length > 0 ? $"wider terminals show {string.Join(", ", left)} too" : "";
        string[] remarks = [.. new[] { legend, hidden }.Where(remark => remark.Length > 0)];
        if (remarks.Length > 0) text.Append(ConsoleWidth.Wrap($"({string.Join("; ", remarks)})", width)).Append('\n');
        return text.ToString();
    }

    private static string Starred(string cell) => Remark().Replace(cell, Star);

    /// <summary>
    /// "1.0009 [1.0001, 1.0016] (rests on 2)": words at the end; not units, which stand in headers, and not one word alone, "(exact)",
    /// which takes less room than what explains its star.
    /// </summary>
    [GeneratedRegex(@" \((?=[a-z]+ )[^()]*\)$")]
    private static partial Regex Remark();

    private int Width(IReadOnlyList<IReadOnlyList<string>> rows, int column) =>
        rows.Select(row => Length(row[column])).Append(Length(Columns[column].Header)).Max();

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
}
