using System.Text.Json;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Json;

/// <summary>
/// Reads the fields of one object of a JSON file. Every mistake is a <see cref="SpecificationException"/> of one line that
/// names the file, the place in it, the field, its value and what is allowed.
/// </summary>
/// <param name="element">A JSON object.</param>
/// <param name="file">The file, for messages.</param>
/// <param name="place">Where in the file, for messages: "" for its root, "case 'a': ", "shards[3]: ".</param>
public readonly struct JsonFields(JsonElement element, string file, string place)
{
    private const int LongestShownValue = 60;

    /// <summary>The root object of a file.</summary>
    /// <param name="bytes">The file's content.</param>
    public static JsonFields Root(ReadOnlyMemory<byte> bytes, string file)
    {
        if (bytes.Span.Trim(" \t\r\n"u8).IsEmpty) throw new SpecificationException($"{file}: the file is empty; allowed: a JSON object.");
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return OfObject(document.RootElement.Clone(), file, "", "the root");
        }
        catch (JsonException cause)
        {
            throw NotJson(file, cause);
        }
    }

    /// <summary>What is said of a text that cannot be parsed.</summary>
    public static SpecificationException NotJson(string file, JsonException cause)
    {
        string position = cause.LineNumber is long line ? $"line {line + 1}, column {cause.BytePositionInLine + 1}: " : "";
        return new SpecificationException(
            $"{file}: {position}not valid JSON, the file may be truncated: {FirstSentence(cause.Message)}.", cause);
    }

    public string File => file;

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string field) => element.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Whether the field is there and a list.</summary>
    public bool IsList(string field) => element.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.Array;

    /// <summary>Whether the field is there and an object.</summary>
    public bool IsObject(string field) => element.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.Object;

    public string Text(string field)
    {
        JsonElement value = Required(field, "a string");
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Mistake(field, value, "a string");
    }

    /// <summary>A text that is one of those allowed, such as a schema.</summary>
    public string OneOf(string field, params string[] allowed)
    {
        string list = string.Join(", ", allowed);
        JsonElement value = Required(field, list);
        return value.ValueKind == JsonValueKind.String && allowed.Contains(value.GetString(), StringComparer.Ordinal)
            ? value.GetString()!
            : throw Mistake(field, value, list);
    }

    /// <summary>A whole number in a range, which may be written as 4, 4.0 or 4e0.</summary>
    public long WholeNumber(string field, long lowest, long highest)
    {
        string allowed = $"an integer in [{lowest}, {highest}]";
        JsonElement value = Required(field, allowed);
        return value.ValueKind == JsonValueKind.Number && YamlNumber.TryWhole(value.GetRawText(), out Int128 whole)
            && whole >= lowest && whole <= highest
            ? (long)whole
            : throw Mistake(field, value, allowed);
    }

    public ulong Natural(string field)
    {
        const string allowed = "an integer in [0, 2^64)";
        JsonElement value = Required(field, allowed);
        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out ulong integer)
            ? integer
            : throw Mistake(field, value, allowed);
    }

    /// <summary>A finite number that passes a rule, which <paramref name="allowed"/> puts into words.</summary>
    public double Number(string field, Predicate<double> rule, string allowed)
    {
        JsonElement value = Required(field, allowed);
        return TryFinite(value, out double number) && rule(number) ? number : throw Mistake(field, value, allowed);
    }

    /// <summary>A list of finite numbers that each pass a rule.</summary>
    public double[] Numbers(string field, Predicate<double> rule, string allowed)
    {
        JsonElement list = Required(field, allowed);
        if (list.ValueKind != JsonValueKind.Array) throw Mistake(field, list, allowed);
        var numbers = new double[list.GetArrayLength()];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!TryFinite(list[i], out numbers[i]) || !rule(numbers[i])) throw Mistake($"{field}[{i}]", list[i], allowed);
        }

        return numbers;
    }

    public JsonFields Nested(string field) => OfObject(Required(field, "an object"), file, $"{place}{field}: ", field);

    /// <summary>A list of objects.</summary>
    public IReadOnlyList<JsonFields> NestedList(string field)
    {
        JsonElement list = Raw(field, JsonValueKind.Array, "a list of objects");
        string within = place, source = file;
        return [.. list.EnumerateArray().Select((item, i) => OfObject(item, source, $"{within}{field}[{i}]: ", $"{field}[{i}]"))];
    }

    /// <summary>The value itself, of a given kind, for a shape that only its reader knows.</summary>
    public JsonElement Raw(string field, JsonValueKind kind, string allowed)
    {
        JsonElement value = Required(field, allowed);
        return value.ValueKind == kind ? value : throw Mistake(field, value, allowed);
    }

    /// <summary>The same fields under another name of their place.</summary>
    public JsonFields At(string newPlace) => new(element, file, newPlace);

    public SpecificationException Mistake(string field, JsonElement value, string allowed) => Mistake(field, value.GetRawText(), allowed);

    public SpecificationException Mistake(string field, string value, string allowed)
    {
        string shown = value.Length <= LongestShownValue ? value : string.Concat(value.AsSpan(0, LongestShownValue), "...");
        shown = string.Join(' ', shown.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return new SpecificationException($"{file}: {place}field '{field}' is {shown}; allowed: {allowed}.");
    }

    public static bool TryFinite(JsonElement value, out double number)
    {
        number = double.NaN;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out number) && double.IsFinite(number);
    }

    private JsonElement Required(string field, string allowed) => element.TryGetProperty(field, out JsonElement value)
        ? value
        : throw new SpecificationException($"{file}: {place}field '{field}' is missing; allowed: {allowed}.");

    /// <summary>The fields of a value that must be an object.</summary>
    /// <param name="field">Its name, for the message where it is none.</param>
    public static JsonFields OfObject(JsonElement element, string file, string place, string field) =>
        element.ValueKind == JsonValueKind.Object
        ? new JsonFields(element, file, place)
        : throw new SpecificationException($"{file}: {field} is a JSON {element.ValueKind}; allowed: an object.");

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
