using System.Text.Json;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>What the manifests of datasets and of designs have in common.</summary>
internal static class ManifestJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>An indented JSON object in UTF-8. It ends with its brace, so that no truncated manifest is valid JSON.</summary>
    public static byte[] ToBytes(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    public static void WriteShard(Utf8JsonWriter json, ShardEntry shard)
    {
        json.WriteStartObject();
        json.WriteString("file", shard.File);
        json.WriteNumber("first", shard.First);
        json.WriteNumber("count", shard.Count);
        json.WriteNumber("bytes", shard.Bytes);
        json.WriteString("sha256", shard.Sha256);
        json.WriteEndObject();
    }
}
