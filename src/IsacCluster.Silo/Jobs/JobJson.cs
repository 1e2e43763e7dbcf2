using System.Text.Json;
using System.Text.Json.Serialization;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Silo.Jobs;

/// <summary>Jobs as JSON, the same on the command line and over HTTP: snake_case, enumerations in kebab-case, an id as its text.</summary>
public static class JobJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new IdConverter() },
    };

    private sealed class IdConverter : JsonConverter<JobId>
    {
        public override JobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString() ?? throw new JsonException("A job id is a string."));

        public override void Write(Utf8JsonWriter writer, JobId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
