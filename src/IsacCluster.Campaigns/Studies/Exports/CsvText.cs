using System.Globalization;
using System.Text;

namespace IsacCluster.Campaigns.Studies.Exports;

/// <summary>Lines of CSV: RFC 4180, invariant culture, numbers in the shortest form that reads back to the same bits.</summary>
internal static class CsvText
{
    private const string Quoted = ",\"\r\n";

    public static void Append(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    public static string Of(object value) => value is double real
        ? real.ToString("R", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{value}");

    private static string Cell(string text) =>
        text.AsSpan().IndexOfAny(Quoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
