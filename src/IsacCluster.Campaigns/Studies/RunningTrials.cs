using System.Globalization;
using IsacCluster.Campaigns.Studies.Objectives;
using IsacCluster.Campaigns.Studies.Programs;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Search.Space;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// Trials that have begun and not ended, by their folders, which all silos share: their parameters, and the values that a program has
/// printed or a training has reported so far.
/// </summary>
internal static class RunningTrials
{
    /// <summary>Of a program's output that is read, at its end.</summary>
    private const int MostOutput = 1 << 20;

    public static IEnumerable<TrialLine> Of(StudyJob job, IReadOnlyDictionary<long, TrialOutcome> ended)
    {
        string trials = TrialFolder.AllOf(job.OutputFolder);
        if (!Directory.Exists(trials)) return [];
        // In throughput mode a trial that a crash ended may have been followed by another one of its number.
        return Directory.EnumerateDirectories(trials).Select(folder => (Folder: folder, Number: NumberOf(folder)))
            .Where(found => found.Number is { } number && !ended.ContainsKey(number))
            .GroupBy(found => found.Number!.Value, found => found.Folder)
            .Select(folders => LineOf(job, folders.Key, folders.MaxBy(TrialFolder.Begun)!))
            .OfType<TrialLine>();
    }

    private static long? NumberOf(string folder) =>
        long.TryParse(Path.GetFileName(folder).Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number : null;

    private static TrialLine? LineOf(StudyJob job, long number, string folder)
    {
        if (TrialFolder.TryRead(folder) is not { Parameters: { } text } progress) return null;
        if (TryParse(job.Specification.Space, text) is not { } parameters) return null;
        return new TrialLine(
            number, "running", null, null, StudyAccount.Params(parameters), Reported(job, folder), Math.Max(1, progress.Attempts), null,
            null);
    }

    private static ParameterSet? TryParse(ParameterSpace space, string text)
    {
        try
        {
            return space.Parse(text);
        }
        catch (SearchSpaceException)
        {
            return null; // of an earlier study with another space in the same folder
        }
    }

    private static List<double[]> Reported(StudyJob job, string folder)
    {
        if (job.Specification.Objective is not CommandSpecification command)
            return [.. ReportedValues.Read(folder).Select(value => new[] { value.Step, value.Value })];
        var values = new List<double[]>();
        var lines = new MetricLines(command.Columns, command.Formulas[0]);
        foreach (string line in ReadEnd(Path.Combine(folder, "stdout.log")))
        {
            if (lines.Take(line) is not { } value || (values.Count > 0 && value.Step <= values[^1][0])) continue;
            values.Add([value.Step, value.Value]);
        }

        return values;
    }

    private static string[] ReadEnd(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(Math.Max(0, file.Length - MostOutput), SeekOrigin.Begin);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Split('\n');
        }
        catch (IOException)
        {
            return []; // it has printed nothing, or has just ended
        }
    }
}
