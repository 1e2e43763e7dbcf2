using System.Text.Json;
using IsacCluster.Jobs;

namespace IsacCluster.Reporting.Files;

/// <summary>The folder of a job's report. It belongs to the job whose results lie in it; no other job's report replaces them.</summary>
public static class ReportFolder
{
    private const string Id = "job_id", Manifest = "manifest";
    private static readonly string[] Results = ["results.json", "study.json"];

    /// <summary>Whether the job's report may go there; nothing is made or written.</summary>
    /// <exception cref="SpecificationException">It is a file, or holds the results of another job.</exception>
    public static void Check(string folder, string job)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (File.Exists(folder)) throw new SpecificationException($"--out: '{folder}' is a file; expected a folder.");
        foreach (string file in Results.Select(name => Path.Combine(folder, name)).Where(File.Exists)) CheckOwner(file, job);
    }

    /// <summary>Makes the folder ready before anything is computed: it is made if missing, and a file can be written into it.</summary>
    /// <exception cref="SpecificationException">As of <see cref="Check"/>, or it cannot be made or written.</exception>
    public static void Claim(string folder, string job)
    {
        Check(folder, job);
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $"{Guid.NewGuid():N}{AtomicFile.LeftoverSuffix}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)) { }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"--out: the folder '{folder}' cannot be written: {cause.Message}", cause);
        }
    }

    private static void CheckOwner(string file, string job)
    {
        string? owner = OwnerOf(file);
        if (owner == job) return;
        throw new SpecificationException(
            $"--out: '{file}' {(owner is null ? "is not a result of isac" : $"holds the results of job {owner}")}, which job {job} would "
            + "replace; name another folder with --out, or another name in the specification, or remove it.");
    }

    /// <summary>The job of a results file; null where it names none.</summary>
    private static string? OwnerOf(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            using JsonDocument document = JsonDocument.Parse(stream);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return null;
            return Text(root) ?? (root.TryGetProperty(Manifest, out JsonElement manifest) && manifest.ValueKind == JsonValueKind.Object
                ? Text(manifest)
                : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element) =>
        element.TryGetProperty(Id, out JsonElement id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}
