using System.Text.Json;

namespace IsacCluster.Files;

/// <summary>The files of a dataset that `kind: dataset` wrote: manifest.json lists its shards.</summary>
internal static class DatasetFiles
{
    private const string Manifest = "manifest.json", Schema = "isac-dataset-manifest-v1";

    /// <summary>The shards in their order; null: the path is neither the folder of a dataset nor its manifest.</summary>
    /// <exception cref="InvalidDataException">The manifest is damaged.</exception>
    public static IReadOnlyList<string>? Find(string path)
    {
        string manifest = Directory.Exists(path) ? Path.Combine(path, Manifest) : path;
        if (Path.GetFileName(manifest) != Manifest) return null;
        if (!File.Exists(manifest)) throw new InvalidDataException($"holds no {Manifest} of a dataset");
        string folder = Path.GetDirectoryName(Path.GetFullPath(manifest))!;
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(manifest));
            if (json.RootElement.GetProperty("schema").GetString() != Schema)
                throw new InvalidDataException($"is no manifest of a dataset, whose schema is {Schema}");
            string[] shards = [.. json.RootElement.GetProperty("shards").EnumerateArray()
                .Select(shard => Path.Combine(folder, Path.GetFileName(shard.GetProperty("file").GetString()!)))];
            return shards.Length > 0 ? shards : throw new InvalidDataException("is a manifest without shards");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"is no manifest of a dataset: {error.Message}", error);
        }
    }
}
