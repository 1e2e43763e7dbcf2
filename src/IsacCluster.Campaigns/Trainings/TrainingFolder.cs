using System.Security.Cryptography;
using System.Text;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>Where the files of a training lie in its output folder.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Name">The job's name.</param>
internal sealed record TrainingFolder(string Path, string Name)
{
    /// <summary>Swept lists can make ids longer than a file name may be.</summary>
    private const int LongestStem = 100, KeptOfLong = 80, HashDigits = 12;

    private const string OnlyPoint = "all";

    public string Checkpoints => System.IO.Path.Combine(Path, "checkpoints");

    public string Progress => System.IO.Path.Combine(Path, "progress");

    /// <summary>NAME.safetensors, or NAME-POINT.safetensors where there is a sweep.</summary>
    public string ModelFile(SweepPoint point) => System.IO.Path.Combine(Path, ModelName(point) + ".safetensors");

    public string ModelName(SweepPoint point) => point.Id == OnlyPoint ? Name : $"{Name}-{Stem(point)}";

    public string CheckpointFile(SweepPoint point) => System.IO.Path.Combine(Checkpoints, Stem(point) + ".ckpt");

    public string ProgressFile(SweepPoint point) => System.IO.Path.Combine(Progress, Stem(point) + ".json");

    private static string Stem(SweepPoint point)
    {
        if (point.Id.Length <= LongestStem) return point.Id;
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(point.Id)));
        return $"{point.Id[..KeptOfLong]}-{hash[..HashDigits]}";
    }
}
