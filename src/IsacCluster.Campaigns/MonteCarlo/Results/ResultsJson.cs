using System.Text.Json;
using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>results.json, schema isac-results-v1.</summary>
public static class ResultsJson
{
    public const string Schema = "isac-results-v1";

    /// <summary>The file's bytes: UTF-8 without a byte-order mark, ending in a line feed.</summary>
    public static byte[] Write(CampaignResults results) => JsonDocumentText.Write(results);

    /// <summary>The same, piece by piece.</summary>
    public static void Write(Stream stream, CampaignResults results) => JsonDocumentText.Write(stream, results);

    /// <summary>Reads what <see cref="Write(CampaignResults)"/> wrote. Beampatterns are not part of the file and come back null.</summary>
    /// <exception cref="InvalidDataException">Not JSON, not this schema, or a required field is missing; says where.</exception>
    public static CampaignResults Read(ReadOnlySpan<byte> utf8)
    {
        CampaignResults? results;
        try
        {
            results = JsonSerializer.Deserialize<CampaignResults>(utf8, JsonDocumentText.Options);
        }
        catch (JsonException) when (SchemaOf(utf8) is { } other && other != Schema)
        {
            throw new InvalidDataException($"The results file has schema '{other}'; this version reads '{Schema}'.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Not a results file of schema {Schema}: {e.Message}", e);
        }
        return results is { Schema: Schema }
            ? results
            : throw new InvalidDataException($"The results file has schema '{results?.Schema}'; this version reads '{Schema}'.");
    }

    /// <summary>What another document says it is; null where it says nothing.</summary>
    private static string? SchemaOf(ReadOnlySpan<byte> utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8.ToArray());
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("schema", out JsonElement schema) && schema.ValueKind == JsonValueKind.String
                ? schema.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
