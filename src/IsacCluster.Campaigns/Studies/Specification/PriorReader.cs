using System.Security.Cryptography;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Jobs;
using IsacCluster.Search.Space;
using IsacCluster.Specifications.Csv;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>
/// Reads the CSV of an Optuna study, <c>study.trials_dataframe().to_csv(...)</c>, or the results.csv of a study: value, values_0 or
/// values_METRIC, one column params_NAME for each parameter (of a conditional one only where a trial has drawn it), and state; of a study
/// with constraints on metrics also constraints_0, ..., or a list of them as system_attrs_constraints, at most 0 where one holds. Complete
/// trials are taken over; pruned, failed and running ones, and those that the space has not or whose values are not finite, are counted.
/// </summary>
internal static class PriorReader
{
    private const int MostBytes = 64 << 20;

    public static PriorTrials Read(SpecificationSource source, Field field, ParameterSpace space, ObjectiveSpecification objective)
    {
        const string expected = "the path of a CSV file of trials";
        string path = Path.GetFullPath(field.Text(expected), Path.GetDirectoryName(Path.GetFullPath(source.Path))!);
        byte[] bytes = Load(field, path);
        List<CsvCell[]> rows = CsvTable.Read(SourceText.Decode(bytes, path), path);
        if (rows.Count == 0) throw new SourcePosition(path, 1, 1).Error("the file is empty; expected a header line.");
        var columns = new PriorColumns(rows[0], space, objective, path);
        var trials = new List<PriorTrial>();
        var skipped = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (CsvCell[] row in rows.Skip(1))
        {
            if (row.Length != rows[0].Length)
                throw row[0].At.Error($"{row.Length} fields are not allowed; expected {rows[0].Length}, as in the header.");
            if (columns.Read(row, out string unusable) is { } trial) trials.Add(trial);
            else skipped[unusable] = skipped.GetValueOrDefault(unusable) + 1;
        }

        return new PriorTrials(path, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}", trials, skipped);
    }

    private static byte[] Load(Field field, string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
                throw field.Error($"{field.Node.Describe()} is larger than 64 MiB.");
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            SpecificationException mistake = field.Error($"{field.Node.Describe()} cannot be read: {OneLine.Escape(error.Message)}");
            throw error is FileNotFoundException or DirectoryNotFoundException
                ? new SpecificationException(mistake.Message, error) { MissingFile = path }
                : mistake;
        }
    }
}
