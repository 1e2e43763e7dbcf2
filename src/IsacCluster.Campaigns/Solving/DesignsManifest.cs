using System.Text.Json;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Campaigns.Solving;

/// <summary>The designs of one algorithm.</summary>
/// <param name="Statuses">Samples by solve status, in the order of <see cref="SolveStatusNames.All"/>.</param>
/// <param name="Shards">One for each shard of the dataset, in order.</param>
public sealed record AlgorithmDesigns(string Algorithm, IReadOnlyList<long> Statuses, IReadOnlyList<ShardEntry> Shards);

/// <summary>manifest.json of a designs folder, schema isac-designs-manifest-v1. Written last and atomically.</summary>
/// <param name="DatasetDigest">Of the manifest of the dataset that was solved.</param>
/// <param name="Folder">Absolute path.</param>
public sealed record DesignsManifest(
    string Name, string JobId, string DatasetDigest, string Folder, IReadOnlyList<AlgorithmDesigns> Algorithms)
{
    public const string Schema = "isac-designs-manifest-v1";

    /// <summary>sha256:... of all but the job id: the same for any folder, silos or task split.</summary>
    public string Digest => ContentId.Digest(Name, WriteContent);

    internal WrittenFile Write() => AtomicFile.Write(Path.Combine(Folder, FileNames.Manifest), ManifestJson.ToBytes(json =>
    {
        json.WriteString("schema", Schema);
        json.WriteString("name", Name);
        json.WriteString("job_id", JobId);
        WriteContent(json);
        json.WriteString("digest", Digest);
    }));

    private void WriteContent(Utf8JsonWriter json)
    {
        json.WriteString("dataset_digest", DatasetDigest);
        json.WriteStartArray("algorithms");
        foreach (AlgorithmDesigns designs in Algorithms)
        {
            json.WriteStartObject();
            json.WriteString("name", designs.Algorithm);
            json.WriteStartObject("statuses");
            for (int s = 0; s < designs.Statuses.Count; s++) json.WriteNumber(SolveStatusNames.All[s], designs.Statuses[s]);
            json.WriteEndObject();
            json.WriteStartArray("shards");
            foreach (ShardEntry shard in designs.Shards) ManifestJson.WriteShard(json, shard);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
