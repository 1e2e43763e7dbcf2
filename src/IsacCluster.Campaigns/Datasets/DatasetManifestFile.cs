using System.Text.Json;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>The JSON form of a <see cref="DatasetManifest"/>. Its digest covers all of it but the job id.</summary>
internal static class DatasetManifestFile
{
    public static WrittenFile Write(DatasetManifest manifest) =>
        AtomicFile.Write(Path.Combine(manifest.Folder, FileNames.Manifest), ManifestJson.ToBytes(json =>
        {
            json.WriteString("schema", DatasetManifest.Schema);
            json.WriteString("name", manifest.Name);
            json.WriteString("job_id", manifest.JobId);
            WriteContent(json, manifest);
            json.WriteString("digest", manifest.Digest);
        }));

    /// <summary>The fields that the digest covers, besides the name.</summary>
    public static void WriteContent(Utf8JsonWriter json, DatasetManifest manifest)
    {
        json.WriteNumber("seed", manifest.Seed);
        json.WritePropertyName("scenario");
        ScenarioJson.Write(json, manifest.Scenario);
        json.WriteNumber("samples", manifest.Samples);
        json.WriteStartArray("shards");
        foreach (ShardEntry shard in manifest.Shards) ManifestJson.WriteShard(json, shard);
        json.WriteEndArray();
    }

    /// <param name="file">Absolute path.</param>
    public static DatasetManifest Read(byte[] bytes, string file)
    {
        JsonFields fields = JsonFields.Root(bytes, file);
        fields.OneOf("schema", DatasetManifest.Schema);
        string name = fields.Text("name");
        if (!FileNames.IsValid(name)) throw fields.Mistake("name", name, FileNames.Rule);
        long samples = fields.WholeNumber("samples", 1, long.MaxValue);
        var manifest = new DatasetManifest
        {
            Name = name,
            JobId = fields.Text("job_id"),
            Seed = fields.Natural("seed"),
            Scenario = ScenarioJson.Read(fields.Nested("scenario")),
            Samples = samples,
            Shards = ReadShards(fields, samples),
            Folder = Path.GetDirectoryName(file)!,
        };
        string digest = fields.Text("digest");
        if (digest != manifest.Digest)
            throw fields.Mistake(
                "digest", digest, $"{manifest.Digest}, the digest of the manifest's contents; they were changed after it was written");
        return manifest;
    }

    private static ShardEntry[] ReadShards(JsonFields manifest, long samples)
    {
        IReadOnlyList<JsonFields> items = manifest.NestedList("shards");
        var shards = new ShardEntry[items.Count];
        long next = 0;
        for (int k = 0; k < shards.Length; k++)
        {
            JsonFields item = items[k];
            item.OneOf("file", FileNames.Shard(k));
            shards[k] = new ShardEntry(
                FileNames.Shard(k),
                item.WholeNumber("first", next, next),
                (int)item.WholeNumber("count", 1, Math.Min(int.MaxValue, samples - next)),
                item.WholeNumber("bytes", 1, long.MaxValue),
                Sha256(item));
            next += shards[k].Count;
        }

        return next == samples ? shards : throw new SpecificationException(
            $"{manifest.File}: field 'shards' holds {next} samples; allowed: {samples}, as in field 'samples'.");
    }

    private static string Sha256(JsonFields item)
    {
        string text = item.Text("sha256");
        return text.Length == 64 && text.All(char.IsAsciiHexDigitLower)
            ? text
            : throw item.Mistake("sha256", text, "64 lower-case hexadecimal digits");
    }
}
