using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IsacCluster.Campaigns.Studies.Objectives;
using IsacCluster.Campaigns.Studies.Programs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Files;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// The folder of one trial: its checkpoints, the working folder of its program, and trial.json, what of it is finished. Its name has the
/// number and a hash of the parameters, so that in throughput mode another trial of the same number never goes on from it.
/// </summary>
internal sealed class TrialFolder
{
    private readonly string _parameters;

    private const int HashDigits = 8;
    private const string StateFile = "trial.json";

    /// <summary>Of a training whose weights are kept.</summary>
    public const string ModelFile = "model.safetensors";

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Converters = { new FiniteDoubleConverter() } };

    public TrialFolder(string outputFolder, long number, string parameters)
    {
        _parameters = parameters;
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parameters)))[..HashDigits];
        FullPath = Path.Combine(AllOf(outputFolder), string.Create(CultureInfo.InvariantCulture, $"{number:D5}-{hash}"));
    }

    public string FullPath { get; }

    /// <summary>The folder of the folders of all trials.</summary>
    public static string AllOf(string outputFolder) => Path.Combine(outputFolder, "trials");

    /// <summary>What is there of a trial; null where its folder holds none.</summary>
    public static TrialProgress? TryRead(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<TrialProgress>(File.ReadAllBytes(Path.Combine(folder, StateFile)), Options);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>When an attempt or a seed of the trial in a folder last began or ended.</summary>
    public static DateTime Begun(string folder) => File.GetLastWriteTimeUtc(Path.Combine(folder, StateFile));

    /// <summary>What earlier attempts left, with one attempt more.</summary>
    /// <param name="part">Where trials pause and go on: the task. Attempts and failures are counted for each anew.</param>
    public TrialProgress Begin(long? part = null)
    {
        Directory.CreateDirectory(FullPath);
        TrialProgress progress = Read();
        if (progress.Part != part)
        {
            progress = TrialProgress.None with
            {
                Part = part,
                ResultsFrom = OutputFile.LengthOf(Path.Combine(FullPath, CommandObjective.OutputName)),
            };
        }

        return Save(progress with { Attempts = progress.Attempts + 1, Parameters = _parameters });
    }

    public TrialProgress Save(TrialProgress progress)
    {
        AtomicFile.Write(Path.Combine(FullPath, StateFile), JsonSerializer.SerializeToUtf8Bytes(progress, Options));
        return progress;
    }

    /// <summary>
    /// Removes the checkpoints of a trial that nobody will continue, and what it told on the way; the output of a program stays.
    /// </summary>
    public void RemoveCheckpoints()
    {
        if (!Directory.Exists(FullPath)) return;
        foreach (string file in Directory.EnumerateFiles(FullPath, "checkpoint-*.ckpt")) File.Delete(file);
        foreach (string file in Directory.EnumerateFiles(FullPath, "checkpoint-*.left")) File.Delete(file);
        foreach (string folder in Directory.EnumerateDirectories(FullPath, "checkpoint-part-*")) Directory.Delete(folder, recursive: true);
        ReportedValues.Remove(FullPath);
    }

    /// <summary>Removes it with all that it holds; what cannot be removed now, as somebody uses it, stays for a later report.</summary>
    public void Remove()
    {
        try
        {
            if (Directory.Exists(FullPath)) Directory.Delete(FullPath, recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // The report of the study tries again.
        }
    }

    private TrialProgress Read()
    {
        try
        {
            return JsonSerializer.Deserialize<TrialProgress>(File.ReadAllBytes(Path.Combine(FullPath, StateFile)), Options)
                ?? TrialProgress.None;
        }
        catch (Exception absent) when (absent is FileNotFoundException or JsonException)
        {
            return TrialProgress.None;
        }
    }
}

/// <summary>What is finished of a trial.</summary>
/// <param name="Attempts">Times it was begun.</param>
/// <param name="Failures">Attempts that failed, by their own fault.</param>
/// <param name="Seeds">Values of each finished seed.</param>
/// <param name="Intermediate">Reported by the first seed, once it is finished.</param>
/// <param name="ResultsFrom">Bytes of the present seed's output that failed attempts printed.</param>
/// <param name="Parameters">As text; null of an earlier version.</param>
/// <param name="Part">Where trials pause and go on: the task that it is of.</param>
internal sealed record TrialProgress(
    int Attempts, int Failures, IReadOnlyList<IReadOnlyList<double>> Seeds, IReadOnlyList<IntermediateValue> Intermediate,
    long ResultsFrom = 0, string? Parameters = null, long? Part = null)
{
    public static TrialProgress None { get; } = new(0, 0, [], []);
}
