using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IsacCluster.Reporting;

namespace IsacCluster.Cli.Crates;

/// <summary>What a crate says of itself, isac-crate.json, schema isac-crate-v1.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Digest">Of its results.</param>
/// <param name="Isa">Bits are promised for this instruction set.</param>
/// <param name="Files">All files but this one and ro-crate-metadata.json, with sha256:... and length.</param>
internal sealed record CrateRecord(
    string Schema, string Job, string Kind, string Digest, string Isa, string Build, IReadOnlyDictionary<string, string> Versions,
    IReadOnlyList<CrateFile> Files)
{
    public const string FileName = "isac-crate.json", MetadataName = "ro-crate-metadata.json", CurrentSchema = "isac-crate-v1";

    public byte[] ToBytes() => JsonDocumentText.Write(this);

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static CrateRecord Read(string path)
    {
        try
        {
            CrateRecord? record = JsonSerializer.Deserialize<CrateRecord>(File.ReadAllBytes(path), JsonDocumentText.Options);
            return record is { Schema: CurrentSchema, Files: not null, Digest: not null, Job: not null }
                ? record
                : throw new InvalidDataException($"{FileName} is not of the schema {CurrentSchema}");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{FileName} is damaged: {error.Message}", error);
        }
    }

    /// <summary>The same for those who read RO-Crates (https://w3id.org/ro/crate/1.1).</summary>
    /// <param name="date">Of publication.</param>
    public byte[] ToMetadata(DateTimeOffset date)
    {
        static JsonObject Reference(string id) => new() { ["@id"] = id };
        JsonArray All(IEnumerable<string> ids) => new([.. ids.Select(id => (JsonNode)Reference(id))]);
        var graph = new JsonArray
        {
            new JsonObject
            {
                ["@id"] = MetadataName, ["@type"] = "CreativeWork", ["conformsTo"] = Reference("https://w3id.org/ro/crate/1.1"),
                ["about"] = Reference("./"),
            },
            new JsonObject
            {
                ["@id"] = "./", ["@type"] = "Dataset", ["name"] = Job,
                ["datePublished"] = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["description"] = $"A {Kind} of IsacCluster with what is needed to repeat it: isac reproduce FILE.zip. Digest {Digest}.",
                ["license"] = "https://spdx.org/licenses/MIT", ["identifier"] = Digest,
                ["hasPart"] = All(Files.Select(file => file.Path).Append(FileName)), ["mentions"] = Reference("#run"),
            },
            new JsonObject { ["@id"] = "#isac", ["@type"] = "SoftwareApplication", ["name"] = "isac", ["softwareVersion"] = Build },
            new JsonObject
            {
                ["@id"] = "#run", ["@type"] = "CreateAction", ["name"] = Job, ["instrument"] = Reference("#isac"),
                ["object"] = Reference(CrateFiles.SpecificationName),
                ["result"] = All(Files.Select(file => file.Path).Where(path => path == CrateWriter.ResultsName)),
            },
            new JsonObject { ["@id"] = FileName, ["@type"] = "File", ["encodingFormat"] = "application/json" },
        };
        foreach (CrateFile file in Files)
        {
            graph.Add((JsonNode)new JsonObject
            {
                ["@id"] = file.Path,
                ["@type"] = "File",
                ["contentSize"] = file.Bytes,
                ["sha256"] = file.Sha256["sha256:".Length..],
            });
        }

        return JsonDocumentText.Write(new JsonObject { ["@context"] = "https://w3id.org/ro/crate/1.1/context", ["@graph"] = graph });
    }
}

/// <summary>A file of a crate.</summary>
/// <param name="Path">In the crate, with '/'.</param>
internal sealed record CrateFile(string Path, string Sha256, long Bytes);
