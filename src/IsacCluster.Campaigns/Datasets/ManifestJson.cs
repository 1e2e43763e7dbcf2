using System.Text.Json;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;
using IsacCluster.Specifications.Json;

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

    /// <summary>
    /// Makes a folder for a job's files, unless it holds those of another job. Only the id is read, so that a job whose files were
    /// damaged can run again over them.
    /// </summary>
    /// <exception cref="SpecificationException">The folder holds the files of another job, or a manifest of another kind.</exception>
    public static void Claim(string folder, string schema, string job)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, FileNames.Manifest);
        if (!File.Exists(path)) return;
        JsonFields fields = JsonFields.Root(File.ReadAllBytes(path), path);
        fields.OneOf("schema", schema);
        string present = fields.Text("job_id");
        if (present != job)
            throw fields.Mistake("job_id", present, $"{job}, which would overwrite what the folder holds; name another folder");
    }

    /// <summary>Claims a folder for a job whose files come before its results, by a manifest that names it.</summary>
    /// <exception cref="SpecificationException">The folder holds the files of another job, or a manifest of another kind.</exception>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public static void Own(string folder, string schema, string name, string job)
    {
        Claim(folder, schema, job);
        AtomicFile.Write(Path.Combine(folder, FileNames.Manifest), ToBytes(json =>
        {
            json.WriteString("schema", schema);
            json.WriteString("name", name);
            json.WriteString("job_id", job);
        }));
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
