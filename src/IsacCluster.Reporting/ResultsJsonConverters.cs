using System.Text.Json;
using System.Text.Json.Serialization;

namespace IsacCluster.Reporting;

/// <summary>A double that is NaN or infinite is written as null; null reads as NaN where the field itself may not be absent.</summary>
public sealed class FiniteDoubleConverter : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}

/// <summary>
/// Values of swept parameters, read back as plain objects: long or double, string, bool, List&lt;object&gt; or
/// Dictionary&lt;string, object&gt;, in the order of the file.
/// </summary>
public sealed class ParameterDictionaryConverter : JsonConverter<IReadOnlyDictionary<string, object>>
{
    public override IReadOnlyDictionary<string, object> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? Members(document.RootElement)
            : throw new JsonException("parameters must be an object");
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, object> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, parameter) in value)
        {
            writer.WritePropertyName(name);
            if (parameter is null) writer.WriteNullValue();
            else JsonSerializer.Serialize(writer, parameter, parameter.GetType(), options);
        }
        writer.WriteEndObject();
    }

    private static Dictionary<string, object> Members(JsonElement element) =>
        element.EnumerateObject().ToDictionary(member => member.Name, member => Plain(member.Value));

    private static object Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.TryGetInt64(out long integer) ? (object)integer : element.GetDouble(),
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => element.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.Object => Members(element),
        _ => double.NaN,
    };
}
