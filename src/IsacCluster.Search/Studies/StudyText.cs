using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Studies;

/// <summary>
/// The canonical text of a study's trials, one line each by number: <c>number|state|parameters|values|step:value,step:value</c>, with
/// numbers in their shortest form that reads back exactly. Reading and writing give the same bytes.
/// </summary>
public static class StudyText
{
    /// <summary>The line of one trial, without its end.</summary>
    public static string Line(Trial trial)
    {
        string values = string.Join(',', trial.Values.Select(Text));
        string steps =
            string.Join(',', trial.Intermediate.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Step}:{Text(v.Value)}")));
        return string.Create(CultureInfo.InvariantCulture, $"{trial.Number}|{trial.State}|{trial.Parameters}|{values}|{steps}");
    }

    /// <summary>All trials, each line ended by a line feed.</summary>
    public static string Write(Study study)
    {
        var text = new StringBuilder();
        foreach (Trial trial in study.Trials) text.Append(Line(trial)).Append('\n');
        return text.ToString();
    }

    /// <summary>
    /// A study with the trials of a text. With a lag it proposes what the study that wrote it would have; without one the order of
    /// telling is not in the text, and finished trials count as told in trial order.
    /// </summary>
    /// <exception cref="FormatException">Not such a text.</exception>
    /// <exception cref="Space.SearchSpaceException">Parameters that the space does not have.</exception>
    public static Study Read(StudyOptions options, string text)
    {
        var study = new Study(options);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Trial trial = ReadLine(options, line);
            if (trial.Number != study.Trials.Count)
            {
                throw new FormatException($"Trial {trial.Number} stands where {study.Trials.Count} belongs.");
            }

            study.Restore(trial);
        }

        return study;
    }

    /// <summary>SHA-256 of <see cref="Write"/> in UTF-8, as lower-case hexadecimal digits.</summary>
    public static string Digest(Study study)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Trial trial in study.Trials) hash.AppendData(Encoding.UTF8.GetBytes(Line(trial) + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Trial ReadLine(StudyOptions options, string line)
    {
        string[] fields = line.Split('|');
        if (fields.Length != 5 || !Enum.TryParse(fields[1], out TrialState state))
        {
            throw new FormatException($"'{line}' is not the line of a trial.");
        }

        IntermediateValue[] steps = [.. Parts(fields[4]).Select(part => part.Split(':')).Select(pair => new IntermediateValue(
            long.Parse(pair[0], CultureInfo.InvariantCulture), Number(pair[1])))];
        return new Trial(long.Parse(fields[0], CultureInfo.InvariantCulture), options.Space.Parse(fields[2]), steps)
        {
            State = state,
            Values = [.. Parts(fields[3]).Select(Number)],
        };
    }

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
