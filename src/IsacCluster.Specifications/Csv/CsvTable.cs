using System.Text;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Csv;

/// <summary>A field of a CSV file and its place.</summary>
public readonly record struct CsvCell(string Text, SourcePosition At);

/// <summary>Reads CSV (RFC 4180) with the place of every field. Blank lines are skipped.</summary>
public static class CsvTable
{
    /// <exception cref="SpecificationException">A quoted field that does not end, or text behind one.</exception>
    public static List<CsvCell[]> Read(string text, string path)
    {
        var rows = new List<CsvCell[]>();
        var row = new List<CsvCell>();
        (int line, int column, int at) = (1, 1, 0);
        while (at < text.Length)
        {
            var place = new SourcePosition(path, line, column);
            string value = text[at] == '"' ? Quoted() : Plain();
            row.Add(new CsvCell(value, place));
            if (at < text.Length && text[at] == ',')
            {
                Advance();
                if (at < text.Length && text[at] is not ('\r' or '\n')) continue;
                row.Add(new CsvCell("", new SourcePosition(path, line, column)));
            }
            else if (at < text.Length && text[at] is not ('\r' or '\n'))
            {
                throw new SourcePosition(path, line, column)
                    .Error($"'{text[at]}' behind a quoted field is not allowed; expected a comma or the end of the line.");
            }

            while (at < text.Length && text[at] is '\r' or '\n') Advance();
            if (row.Count > 1 || row[0].Text.Length > 0) rows.Add([.. row]);
            row.Clear();
        }

        return rows;

        void Advance()
        {
            (line, column) = text[at] == '\n' ? (line + 1, 1) : (line, column + 1);
            at++;
        }

        string Plain()
        {
            int start = at;
            while (at < text.Length && text[at] is not (',' or '\r' or '\n')) Advance();
            return text[start..at];
        }

        string Quoted()
        {
            var place = new SourcePosition(path, line, column);
            var value = new StringBuilder();
            Advance();
            while (at < text.Length)
            {
                if (text[at] != '"') value.Append(text[at]);
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    value.Append('"');
                    Advance();
                }
                else
                {
                    Advance();
                    return value.ToString();
                }

                Advance();
            }

            throw place.Error("the quoted field that begins here does not end.");
        }
    }
}
