using System.Security.Cryptography;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>One shard as the manifest lists it.</summary>
/// <param name="File">Its name in the manifest's folder.</param>
/// <param name="First">Its first sample.</param>
/// <param name="Count">Its samples.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Sha256">Of the file, lower-case hexadecimal.</param>
public sealed record ShardEntry(string File, long First, int Count, long Bytes, string Sha256);

/// <summary>
/// manifest.json of a dataset, schema isac-dataset-manifest-v1: what the dataset holds and the digest of every shard. It is
/// written last and atomically, so a folder with a manifest is a complete dataset. Immutable and thread-safe.
/// </summary>
public sealed record DatasetManifest : ISampleShards
{
    public const string Schema = "isac-dataset-manifest-v1";

    public required string Name { get; init; }

    /// <summary>The job that wrote it; depends on the folder, and is not part of the digest.</summary>
    public required string JobId { get; init; }

    public required ulong Seed { get; init; }

    public required Scenario Scenario { get; init; }

    public required long Samples { get; init; }

    /// <summary>In order of their samples, without gaps.</summary>
    public required IReadOnlyList<ShardEntry> Shards { get; init; }

    /// <summary>Absolute path of the folder of the manifest and the shards.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// sha256:... of name, seed, scenario, samples and shards: the same for any folder, silos or task split. Computed at each call.
    /// </summary>
    public string Digest => ContentId.Digest(Name, json => DatasetManifestFile.WriteContent(json, this));

    /// <summary>Opens a dataset: reads the manifest and checks that every shard is there with its length.</summary>
    /// <param name="path">The folder, or the manifest in it.</param>
    /// <exception cref="SpecificationException">
    /// The manifest or a shard is missing, truncated or not what it should be; file, field, value and what is allowed.
    /// </exception>
    public static DatasetManifest Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = Directory.Exists(path) ? Path.Combine(path, FileNames.Manifest) : path;
        if (!File.Exists(file))
        {
            throw new SpecificationException($"{file}: there is no such file; allowed: a dataset's folder or its {FileNames.Manifest}.")
            {
                MissingFile = file,
            };
        }

        DatasetManifest manifest = DatasetManifestFile.Read(ReadBytes(file), Path.GetFullPath(file));
        foreach (ShardEntry shard in manifest.Shards) manifest.CheckLength(shard);
        return manifest;
    }

    /// <summary>The samples of one shard; the channels are those that were generated, to the bit.</summary>
    /// <exception cref="SpecificationException">The file is missing, truncated, changed, or no shard of this dataset.</exception>
    public IReadOnlyList<Sample> ReadShard(int shard)
    {
        if (shard < 0 || shard >= Shards.Count)
            throw new ArgumentOutOfRangeException(nameof(shard), shard, $"There are {Shards.Count} shards.");
        ShardEntry entry = Shards[shard];
        CheckLength(entry);
        string path = PathOf(entry);
        byte[] bytes = ReadBytes(path);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (sha256 != entry.Sha256)
            throw new SpecificationException(
                $"{path}: sha256 of the file is {sha256}; allowed: {entry.Sha256}, as in {FileNames.Manifest}. The shard was changed.");
        return DatasetShard.Decode(bytes, path, Scenario, entry.First, entry.Count);
    }

    private string PathOf(ShardEntry shard) => Path.Combine(Folder, shard.File);

    private void CheckLength(ShardEntry shard)
    {
        var file = new FileInfo(PathOf(shard));
        if (!file.Exists) throw new SpecificationException($"{file.FullName}: the shard is missing; {FileNames.Manifest} lists it.");
        if (file.Length == shard.Bytes) return;
        string change = file.Length < shard.Bytes ? "truncated" : "changed";
        throw new SpecificationException(
            $"{file.FullName}: its length is {file.Length} bytes; allowed: {shard.Bytes}, as in {FileNames.Manifest}. "
                + $"The shard was {change}.");
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"{path}: the file cannot be read: {cause.Message}", cause);
        }
    }
}
