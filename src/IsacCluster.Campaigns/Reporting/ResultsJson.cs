using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IsacCluster.Campaigns.Reporting;

/// <summary>
/// results.json, schema isac-results-v1: UTF-8, indented, snake_case keys in a fixed order, doubles in the shortest form that reads
/// back to the same bits, null for a number that is undefined (never NaN, which JSON has no word for).
/// </summary>
public static class ResultsJson
{
    public const string Schema = "isac-results-v1";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        // Only what JSON demands is escaped, so that σ² and file names stay readable; the file is never pasted into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // Files of a newer minor version carry more fields.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectNullableAnnotations = true,
        Converters = { new FiniteDoubleConverter(), new ParameterDictionaryConverter() },
    };

    /// <summary>The file's bytes: UTF-8 without a byte-order mark, ending in a line feed.</summary>
    public static byte[] Write(CampaignResults results) => Serialize(results);

    /// <summary>The results of a job of any kind in the same form.</summary>
    internal static byte[] Serialize<T>(T results) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(results, Options) + "\n");

    /// <summary>Reads what <see cref="Write"/> wrote. Beampatterns are not part of the file and come back null.</summary>
    /// <exception cref="InvalidDataException">Not JSON, not this schema, or a required field is missing; says where.</exception>
    public static CampaignResults Read(ReadOnlySpan<byte> utf8)
    {
        CampaignResults? results;
        try
        {
            results = JsonSerializer.Deserialize<CampaignResults>(utf8, Options);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Not a results file of schema {Schema}: {e.Message}", e);
        }
        return results is { Schema: Schema }
            ? results
            : throw new InvalidDataException($"The results file has schema '{results?.Schema}'; this version reads '{Schema}'.");
    }
}
