using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// rows.csv as rows.parquet (rows: parquet): the same columns with types, text, int64, bool and float64, and the SINR of each user in a
/// column of its own, sinr_1, sinr_2, ..., linear. What is empty in the one is null in the other. Written whole, then given its name.
/// </summary>
internal static class RowsParquet
{
    private const int RowsPerGroup = 1 << 16;
    private const string Sinr = "sinr";

    /// <param name="csv">Path of rows.csv.</param>
    /// <param name="path">Of the file to write.</param>
    /// <param name="users">Most of a point.</param>
    public static void Write(string csv, string path, int users)
    {
        string partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            using (FileStream file = File.Create(partial)) WriteAsync(csv, file, users).GetAwaiter().GetResult();
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static async Task WriteAsync(string csv, FileStream file, int users)
    {
        IEnumerable<string> lines = File.ReadLines(csv);
        string[] header = lines.First().Split(',');
        Column[] columns =
        [
            .. header.SelectMany((name, place) => name == Sinr
                ? Enumerable.Range(0, users).Select(user => new Column($"{Sinr}_{user + 1}", place, Of(name), user))
                : [new Column(name, place, Of(name), null)]),
        ];
        ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), file)
            .ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            foreach (string[] group in lines.Skip(1).Chunk(RowsPerGroup))
            {
                string[][] cells = [.. group.Select(line => Cells(line))];
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                foreach (Column column in columns) await column.WriteAsync(rows, cells).ConfigureAwait(false);
                rows.CompleteValidate();
            }
        }
    }

    /// <summary>The point, which is quoted since its id has commas, then the rest.</summary>
    private static string[] Cells(string line)
    {
        int end = line.IndexOf('"', 1);
        return [line[1..end], .. line[(end + 2)..].Split(',')];
    }

    private static Type Of(string name) => name switch
    {
        "point" or "algorithm" or "status" => typeof(string),
        "sample" => typeof(long),
        "feasible" or "satisfied" or "projected" => typeof(bool),
        _ => typeof(double),
    };

    /// <param name="Place">Of its cells in a line.</param>
    /// <param name="User">Whose number of a cell of several; null: the whole cell.</param>
    private sealed record Column(string Name, int Place, Type Type, int? User)
    {
        public DataField Field { get; } = new(Name, Type, Type != typeof(string) && Type != typeof(long));

        public Task WriteAsync(ParquetRowGroupWriter rows, string[][] cells)
        {
            IEnumerable<string> texts = cells.Select(Text);
            if (Type == typeof(string)) return rows.WriteAsync(Field, texts.ToArray());
            if (Type == typeof(long))
                return rows.WriteAsync<long>(Field, texts.Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray());
            return Type == typeof(bool)
                ? rows.WriteAsync<bool>(Field, texts.Select(text => text.Length == 0 ? (bool?)null : text == "true").ToArray())
                : rows.WriteAsync<double>(Field, texts.Select(Number).ToArray());
        }

        private string Text(string[] cells)
        {
            string cell = cells[Place];
            if (User is not { } user) return cell;
            string[] parts = cell.Split(' ');
            return user < parts.Length ? parts[user] : "";
        }

        private static double? Number(string text) =>
            text.Length == 0 ? null : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
