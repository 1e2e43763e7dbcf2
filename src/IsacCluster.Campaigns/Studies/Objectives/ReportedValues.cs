using System.Globalization;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies.Objectives;

/// <summary>
/// What a training of a trial has reported so far, for those who watch it: a line "STEP VALUE" for each validation. Nothing depends on the
/// file; after a crash the lines past the checkpoint are written again, with the same values.
/// </summary>
internal static class ReportedValues
{
    private const string Name = "reported.txt";

    public static void Append(string folder, IntermediateValue value)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{value.Step} {value.Value:R}\n");
        try
        {
            File.AppendAllText(Path.Combine(folder, Name), line);
        }
        catch (IOException)
        {
            // Who watches sees one value less.
        }
    }

    /// <summary>By ascending step; a line that is half written is left out.</summary>
    public static IEnumerable<IntermediateValue> Read(string folder)
    {
        long last = long.MinValue;
        foreach (string line in Lines(Path.Combine(folder, Name)))
        {
            string[] parts = line.Split(' ');
            if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long step)
                || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || step <= last)
                continue;
            last = step;
            yield return new IntermediateValue(step, value);
        }
    }

    public static void Remove(string folder) => File.Delete(Path.Combine(folder, Name));

    private static string[] Lines(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Split('\n')[..^1];
        }
        catch (IOException)
        {
            return []; // it has reported nothing, or has just ended
        }
    }
}
