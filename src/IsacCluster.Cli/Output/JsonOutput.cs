using System.Text.Json;
using System.Text.Json.Serialization;

namespace IsacCluster.Cli.Output;

/// <summary>Machine-readable results on stdout (--json): one indented object, snake_case, null for undefined numbers.</summary>
public static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static string Format<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static void Write<T>(T value) => Console.Out.WriteLine(Format(value));
}
