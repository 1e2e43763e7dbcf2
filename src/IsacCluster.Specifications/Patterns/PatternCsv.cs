using IsacCluster.Isac.Arrays;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Csv;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Patterns;

/// <summary>
/// A desired pattern as a CSV file: a header of angle_deg, level and, if wanted, weight, and a row for each angle, ascending. With
/// elevation_deg the rows are a table: every azimuth at every elevation, in any order.
/// </summary>
internal static class PatternCsv
{
    public const int MostRows = 100_000;
    private const string Angle = "angle_deg", Elevation = "elevation_deg", Level = "level", Weight = "weight";
    private const string Header = "angle_deg,level with elevation_deg and weight, if wanted";
    private static readonly NumberRange Angles = NumberRange.Closed(-90, 90);
    private static readonly NumberRange NotNegative = new("a number >= 0", static value => value >= 0);

    /// <exception cref="SpecificationException">One message with file, line and column.</exception>
    public static TablePattern Read(string text, string path)
    {
        List<CsvCell[]> rows = CsvTable.Read(text.TrimStart('\uFEFF'), path);
        if (rows.Count < 2)
            throw new SourcePosition(path, 1, 1).Error($"the file has no rows; expected a header, {Header}, and a row for each angle.");
        if (rows.Count - 1 > MostRows) throw rows[MostRows + 1][0].At.Error($"more than {MostRows} rows are not allowed.");
        int angle = Column(Angle, true), elevation = Column(Elevation, false), level = Column(Level, true), weight = Column(Weight, false);
        foreach (CsvCell cell in rows[0].Where(cell => cell.Text.Trim() is not (Angle or Elevation or Level or Weight)))
            throw cell.At.Error($"{OneLine.Quote(cell.Text)} is not allowed; expected a column of {Header}.");
        var read = new List<(double Angle, double Elevation, double Level, double Weight, SourcePosition At)>();
        foreach (CsvCell[] row in rows.Skip(1))
        {
            if (row.Length != rows[0].Length)
                throw row[0].At.Error($"a row of {row.Length} is not allowed; expected {rows[0].Length}, as the header has.");
            read.Add((
                Number(row[angle], Angle, Angles), elevation < 0 ? 0 : Number(row[elevation], Elevation, Angles),
                Number(row[level], Level, NotNegative), weight < 0 ? 1 : Number(row[weight], Weight, NotNegative), row[angle].At));
        }

        if (read.All(static row => row.Weight == 0)) throw read[0].At.Error("all weights are 0; expected one > 0.");
        return elevation < 0 ? Line(read) : Table(read);

        int Column(string name, bool required)
        {
            int[] places = [.. Enumerable.Range(0, rows[0].Length).Where(i => rows[0][i].Text.Trim() == name)];
            if (places.Length > 1) throw rows[0][places[1]].At.Error($"a second column {name} is not allowed.");
            if (places.Length == 0 && required) throw rows[0][0].At.Error($"the column {name} is missing; expected {Header}.");
            return places.Length == 0 ? -1 : places[0];
        }
    }

    private static TablePattern Line(List<(double Angle, double Elevation, double Level, double Weight, SourcePosition At)> rows)
    {
        for (int i = 1; i < rows.Count; i++)
        {
            if (rows[i].Angle > rows[i - 1].Angle) continue;
            throw rows[i].At.Error(FormattableString.Invariant(
                $"{Angle}: '{rows[i].Angle}' is not allowed; expected a number > {rows[i - 1].Angle}, the angle before it."));
        }

        return new TablePattern(
            new(rows.Select(row => row.Angle)), new([]), new(rows.Select(row => row.Level)), new(rows.Select(row => row.Weight)));
    }

    private static TablePattern Table(List<(double Angle, double Elevation, double Level, double Weight, SourcePosition At)> rows)
    {
        double[] angles = [.. rows.Select(row => row.Angle).Distinct().Order()];
        double[] elevations = [.. rows.Select(row => row.Elevation).Distinct().Order()];
        double[] levels = new double[angles.Length * elevations.Length], weights = new double[levels.Length];
        Array.Fill(levels, -1);
        foreach (var row in rows)
        {
            int at = Array.BinarySearch(elevations, row.Elevation) * angles.Length + Array.BinarySearch(angles, row.Angle);
            if (levels[at] >= 0)
            {
                throw row.At.Error(FormattableString.Invariant(
                    $"azimuth {row.Angle} at elevation {row.Elevation} stands in a row before; expected it once."));
            }

            (levels[at], weights[at]) = (row.Level, row.Weight);
        }

        int missing = Array.IndexOf(levels, -1);
        if (missing >= 0)
        {
            (double angle, double elevation) = (angles[missing % angles.Length], elevations[missing / angles.Length]);
            throw rows[^1].At.Error(FormattableString.Invariant(
                $"azimuth {angle} at elevation {elevation} is missing; expected every azimuth of the file at every elevation."));
        }

        return new TablePattern(new(angles), new(elevations), new(levels), new(weights));
    }

    private static double Number(CsvCell cell, string name, NumberRange range) =>
        YamlNumber.TryReal(cell.Text.Trim(), out double value) && range.Contains(value)
            ? value
            : throw cell.At.Error($"{name}: {OneLine.Quote(cell.Text)} is not allowed; expected {range.Description}.");
}
