using System.Security.Cryptography;
using System.Text.Json;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>
/// results.json of a job whose result is files with a manifest (dataset, solve), schema isac-file-results-v1. While shards are
/// missing there is no manifest, and the digest covers what is there.
/// </summary>
internal static class FileJobReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <param name="finish">Writes the manifest of a complete result and returns its digest and path; null where there are no
    /// files.</param>
    public static JobReport Write(
        IJob job, string kind, string name, JobOutcome outcome, string folder, Func<ILaneResult, (string Digest, string? Manifest)> finish)
    {
        LaneOutcome lane = outcome.Lanes[0];
        bool complete = lane.StopReason is not null && outcome.Poisoned.Count == 0;
        (string digest, string? manifest) = complete ? finish(lane.Result) : (PartialDigest(lane.Result), null);
        Directory.CreateDirectory(folder);
        string results = Path.Combine(folder, "results.json");
        AtomicFile.Write(results, JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Schema = "isac-file-results-v1",
                Kind = kind,
                Name = name,
                JobId = job.Id,
                Digest = digest,
                Complete = complete,
                Manifest = manifest,
                Shards = lane.Accepted,
                outcome.Tasks,
                outcome.Timing,
                outcome.Poisoned,
                RuntimeManifest.Versions,
                Isa = Manifest.IsaOf(outcome),
                outcome.Silos,
                Mixed = outcome.IsMixed,
                RuntimeManifest.Cpu,
                outcome.Command,
                outcome.Started,
                outcome.Finished,
                Specification = outcome.SpecificationText,
                outcome.History,
            },
            Options));
        return new JobReport(complete, digest, manifest ?? results, results, null);
    }

    private static string PartialDigest(ILaneResult result) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(result.ToBytes()))}";
}
