using System.Globalization;
using System.Text;

namespace IsacCluster.Campaigns.MonteCarlo.Comparison;

/// <summary>The numbers of one sample and algorithm; null where one is not defined.</summary>
/// <param name="Satisfied">Null also where no design can satisfy the channel.</param>
internal readonly record struct SampleNumbers(double? Mse, bool? Satisfied, double?[] Metrics);

/// <summary>rows.csv, read one point at a time, so that a file of any length needs the memory of its longest point.</summary>
internal sealed class RowFile
{
    private const string Metric = "metric_";
    private readonly string _path;
    private readonly Dictionary<string, (long Start, long Length)> _points = new(StringComparer.Ordinal);
    private readonly int _sample, _feasible, _algorithm, _mse, _satisfied;
    private readonly int[] _metrics;

    /// <exception cref="InvalidDataException">A column is missing, or the rows of a point do not stand together.</exception>
    public RowFile(string path)
    {
        _path = path;
        string header = "";
        string? present = null;
        foreach ((string line, long start, long length) in Lines(0, long.MaxValue))
        {
            if (header.Length == 0)
            {
                header = line;
                continue;
            }

            string point = PointOf(line);
            if (point == present)
            {
                _points[point] = _points[point] with { Length = start + length - _points[point].Start };
                continue;
            }

            if (!_points.TryAdd(point, (start, length)))
                throw new InvalidDataException($"{path}: the rows of {point} do not stand together.");
            present = point;
        }

        string[] columns = header.Split(',');
        (_sample, _feasible, _algorithm) = (At("sample"), At("feasible"), At("algorithm"));
        (_mse, _satisfied) = (At("mse"), At("satisfied"));
        _metrics =
        [
            .. columns.Index().Where(column => column.Item.StartsWith(Metric, StringComparison.Ordinal)).Select(column => column.Index),
        ];
        Metrics = [.. _metrics.Select(at => columns[at][Metric.Length..])];

        int At(string name) => Array.IndexOf(columns, name) is var at and >= 0
            ? at : throw new InvalidDataException($"{path}: there is no column {name}.");
    }

    public IReadOnlyList<string> Metrics { get; }

    /// <summary>The rows of a point by algorithm and sample; empty if there are none.</summary>
    public Dictionary<string, SortedDictionary<long, SampleNumbers>> Point(string id)
    {
        var rows = new Dictionary<string, SortedDictionary<long, SampleNumbers>>(StringComparer.Ordinal);
        if (!_points.TryGetValue(id, out var place)) return rows;
        foreach ((string line, _, _) in Lines(place.Start, place.Length))
        {
            string[] cells = ["", .. line[(line.IndexOf("\",", StringComparison.Ordinal) + 2)..].Split(',')];
            if (!rows.TryGetValue(cells[_algorithm], out var samples)) rows[cells[_algorithm]] = samples = [];
            samples[long.Parse(cells[_sample], CultureInfo.InvariantCulture)] = new SampleNumbers(
                Number(cells[_mse]), cells[_feasible] == "true" && cells[_satisfied] is { Length: > 0 } word ? word == "true" : null,
                [.. _metrics.Select(at => Number(cells[at]))]);
        }

        return rows;
    }

    private static double? Number(string cell) => cell.Length == 0 ? null : double.Parse(cell, CultureInfo.InvariantCulture);

    private static string PointOf(string line) =>
        line.Length > 1 && line[0] == '"' && line.IndexOf("\",", StringComparison.Ordinal) is var end and > 0
        ? line[1..end]
        : throw new InvalidDataException($"a row begins with its point in quotes: {line[..Math.Min(40, line.Length)]}");

    /// <summary>Lines with the place of each, its line feed included.</summary>
    private IEnumerable<(string Line, long Start, long Length)> Lines(long from, long length)
    {
        using FileStream file = File.OpenRead(_path);
        file.Position = from;
        long at = from, end = length == long.MaxValue ? file.Length : from + length;
        byte[] block = new byte[1 << 16];
        var line = new List<byte>();
        long start = at;
        while (at < end)
        {
            int read = file.Read(block, 0, (int)Math.Min(block.Length, end - at));
            if (read == 0) break;
            for (int k = 0; k < read; k++)
            {
                if (block[k] != '\n')
                {
                    line.Add(block[k]);
                    continue;
                }

                yield return (Encoding.UTF8.GetString([.. line]), start, at + k + 1 - start);
                line.Clear();
                start = at + k + 1;
            }

            at += read;
        }
    }
}
