using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IsacCluster.Specifications.Json;

/// <summary>
/// JSON of which equal values have equal bytes: keys sorted by code unit, no white space, the shortest decimal numbers that
/// read back to the same double, so that 8 and 8.0 are one value. Made to be hashed.
/// </summary>
public static class CanonicalJson
{
    /// <param name="value">Null, a bool, string, whole number, finite double, dictionary by string, or a list of such.</param>
    public static string Write(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>The shortest decimal that reads back to the same number: 8, -0.5, 1e-9, 1e16. Negative zero is 0.</summary>
    public static string Number(double value)
    {
        if (value == 0) return "0";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        // .NET writes 1E-09 and 1E+16.
        return exponent < 0 ? text : $"{text[..exponent]}e{int.Parse(text.AsSpan(exponent + 1), CultureInfo.InvariantCulture)}";
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case bool flag: text.Append(flag ? "true" : "false"); break;
            case string word: AppendString(text, word); break;
            case double real: text.Append(Number(real)); break;
            case int or long or ulong: text.Append(CultureInfo.InvariantCulture, $"{value}"); break;
            case IReadOnlyDictionary<string, object?> mapping: AppendMapping(text, mapping); break;
            case IEnumerable list: AppendList(text, list); break;
            default: throw new NotSupportedException($"A value of type {value.GetType().Name} has no canonical form.");
        }
    }

    private static void AppendString(StringBuilder text, string word) => text.Append('"').Append(JsonEncodedText.Encode(word)).Append('"');

    private static void AppendMapping(StringBuilder text, IReadOnlyDictionary<string, object?> mapping)
    {
        text.Append('{');
        string separator = "";
        foreach ((string key, object? value) in mapping.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append(separator);
            AppendString(text, key);
            Append(text.Append(':'), value);
            separator = ",";
        }

        text.Append('}');
    }

    private static void AppendList(StringBuilder text, IEnumerable list)
    {
        text.Append('[');
        string separator = "";
        foreach (object? item in list)
        {
            Append(text.Append(separator), item);
            separator = ",";
        }

        text.Append(']');
    }
}
