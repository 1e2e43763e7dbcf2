using System.Globalization;
using System.Text;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// Per-sample rows of a campaign (rows: true): each task writes a part beside the report, and the report merges the parts into
/// rows.csv in the order of points, samples and algorithms. A row is a pure function of its sample, so parts of repeated tasks
/// agree and times are left out. Columns: point, sample, feasible, algorithm, status, mse (units of power squared), satisfied,
/// projected, sinr (linear, users separated by spaces), then metric_NAME for each metric of the campaign; an undefined value is empty.
/// Numbers read back to the same bits.
/// </summary>
internal sealed class SampleRows(string outputFolder, IReadOnlyList<DesignMetric> metrics)
{
    private const string Columns = "point,sample,feasible,algorithm,status,mse,satisfied,projected,sinr";
    private const string Extension = ".csv";
    private readonly string _parts = Path.Combine(outputFolder, "rows");

    /// <summary>The lines of one sample.</summary>
    public string Lines(string point, SampleEvaluation evaluation)
    {
        var lines = new StringBuilder();
        foreach (AlgorithmEvaluation algorithm in evaluation.Algorithms)
        {
            string mse = algorithm.Design is null ? "" : Digits(algorithm.Mse);
            string sinr = string.Join(' ', algorithm.Sinr.Select(Digits));
            lines.Append(CultureInfo.InvariantCulture, $"\"{point}\",{evaluation.Index},{Word(evaluation.Feasible)},{algorithm.Name},")
                .Append(CultureInfo.InvariantCulture, $"{SolveStatusNames.Of(algorithm.Status)},{mse},{Word(algorithm.Satisfied)},")
                .Append(CultureInfo.InvariantCulture, $"{Word(algorithm.Projected)},{sinr}{Cells(algorithm.Metrics)}\n");
        }

        return lines.ToString();
    }

    /// <summary>Writes the rows of samples [first, first + count) of a point.</summary>
    public void WritePart(int point, long first, IReadOnlyList<string> samples)
    {
        string folder = Folder(point);
        Directory.CreateDirectory(folder);
        string name = string.Create(CultureInfo.InvariantCulture, $"{first:D12}-{samples.Count}{Extension}");
        AtomicFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(string.Concat(samples)));
    }

    /// <summary>Merges the parts into rows.csv.</summary>
    /// <param name="folder">Of the report.</param>
    /// <param name="samples">Samples of each point.</param>
    /// <param name="linesPerSample">One for each algorithm.</param>
    /// <param name="compute">The rows of a sample that no part holds: it was computed for another output folder.</param>
    public void Merge(string folder, IReadOnlyList<long> samples, int linesPerSample, Func<int, long, string> compute)
    {
        string path = Path.Combine(folder, "rows.csv");
        using var content = new RowStream(Header(), samples.SelectMany((count, point) => Point(point, count, linesPerSample, compute)));
        AtomicFile.Write(path, content);
    }

    private IEnumerable<string> Point(int point, long samples, int linesPerSample, Func<int, long, string> compute)
    {
        long next = 0;
        foreach ((long first, string path) in Parts(point))
        {
            for (; next < Math.Min(first, samples); next++) yield return compute(point, next);
            long sample = first;
            foreach (string[] lines in File.ReadLines(path).Chunk(linesPerSample))
            {
                if (sample++ != next || next >= samples) continue;
                next++;
                yield return string.Join('\n', lines) + "\n";
            }
        }

        for (; next < samples; next++) yield return compute(point, next);
    }

    /// <summary>Parts in the order of their first sample.</summary>
    private IEnumerable<(long First, string Path)> Parts(int point) => !Directory.Exists(Folder(point)) ? []
        : Directory.EnumerateFiles(Folder(point), "*" + Extension).Order(StringComparer.Ordinal)
            .Select(path => (long.Parse(Path.GetFileName(path).Split('-')[0], CultureInfo.InvariantCulture), path));

    private string Folder(int point) => Path.Combine(_parts, point.ToString("D5", CultureInfo.InvariantCulture));

    private string Header() => $"{Columns}{string.Concat(metrics.Select(metric => $",metric_{metric.Name}"))}\n";

    private string Cells(IReadOnlyList<double> values) => string.Concat(
        metrics.Select((_, m) => m < values.Count && double.IsFinite(values[m]) ? $",{Digits(values[m])}" : ","));

    private static string Digits(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Word(bool? value) => value switch { true => "true", false => "false", null => "" };
}
