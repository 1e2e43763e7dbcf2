using System.Collections;
using System.Text.Json;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Fields;

/// <summary>Values of one type and range: how they are read, and what they are in identities and reports.</summary>
/// <param name="Allowed">Type and range in words: whole, 2 to 256.</param>
/// <param name="Read">From a specification; a mistake is its message.</param>
/// <param name="Canonical">For <see cref="CanonicalJson"/>: null, a bool, string, whole number, double, mapping or list of such.</param>
public record ValueKind<TValue>(string Allowed, Func<Field, TValue> Read, Func<TValue, object?> Canonical)
{
    /// <summary>One text that stands for a mapping in labels and reports; null: the canonical value does.</summary>
    public Func<TValue, string>? Name { get; init; }

    /// <summary>Reads a value and says how it is set.</summary>
    public FieldSetting<T> Setting<T>(Field field, Func<T, TValue, T> with)
    {
        TValue value = Read(field);
        object? canonical = Canonical(value), shown = Name?.Invoke(value) ?? canonical;
        return new FieldSetting<T>(shown, Label(shown), canonical, of => with(of, value));
    }

    private static string Label(object? value) => value switch
    {
        string text => text,
        IEnumerable list => string.Join('_', list.Cast<object?>().Select(Label)),
        _ => CanonicalJson.Write(value),
    };
}

/// <summary>Values that files hold too.</summary>
/// <param name="Allowed">Type and range in words.</param>
/// <param name="Read">From a specification.</param>
/// <param name="Canonical">For <see cref="CanonicalJson"/>.</param>
/// <param name="ReadJson">A field of a file; a mistake is its message.</param>
/// <param name="WriteJson">The value, behind the name of its field.</param>
public sealed record StoredKind<TValue>(
    string Allowed, Func<Field, TValue> Read, Func<TValue, object?> Canonical, Func<JsonFields, string, TValue> ReadJson,
    Action<Utf8JsonWriter, TValue> WriteJson) : ValueKind<TValue>(Allowed, Read, Canonical);
