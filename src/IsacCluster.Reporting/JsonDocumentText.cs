using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IsacCluster.Reporting;

/// <summary>
/// Results as JSON: UTF-8, indented, snake_case keys in a fixed order, doubles in the shortest form that reads back to the same bits, null
/// for a number that is undefined (never NaN, which JSON has no word for).
/// </summary>
public static class JsonDocumentText
{
    public static JsonSerializerOptions Options { get; } = new()
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

    /// <summary>The same, piece by piece.</summary>
    public static void Write<T>(Stream stream, T results)
    {
        JsonSerializer.Serialize(stream, results, Options);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>The file's bytes: UTF-8 without a byte-order mark, ending in a line feed.</summary>
    public static byte[] Write<T>(T results) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(results, Options) + "\n");
}
