using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IsacCluster.Reporting;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Silo.Live;

/// <summary>The page's JSON: as that of jobs, on one line, and null for a number that is undefined.</summary>
internal static class LiveJson
{
    public static JsonSerializerOptions Options { get; } = new(JobJson.Options)
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new FiniteDoubleConverter(), new ParameterDictionaryConverter() },
    };

    public static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>A name of an enumeration, in kebab-case.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
