using System.Globalization;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Fields;

/// <summary>The kinds of values that most fields have.</summary>
public static class ValueKinds
{
    public static ValueKind<bool> Flag { get; } = new("`true`, `false`", field => field.Flag(), value => value);

    /// <summary>A whole number in [low, high].</summary>
    public static StoredKind<int> Whole(int low, int high) => new(
        $"whole, {low} to {Power(high)}",
        field => (int)field.WholeNumber(low, high),
        value => (long)value,
        (fields, name) => (int)fields.WholeNumber(name, low, high),
        (json, value) => json.WriteNumberValue(value));

    /// <summary>A finite number in a range.</summary>
    public static StoredKind<double> Real(NumberRange range) => new(
        range.Description["a ".Length..],
        field => field.Number(range),
        value => value,
        (fields, name) => fields.Number(name, value => range.Contains(value), range.Description),
        (json, value) => json.WriteNumberValue(value));

    /// <summary>One of an enumeration's values.</summary>
    public static ValueKind<TEnum> Choice<TEnum>() where TEnum : struct, Enum => new(
        string.Join(", ", EnumNames<TEnum>.All.Select(name => $"`{name}`")), EnumNames<TEnum>.Read, value => EnumNames<TEnum>.Of(value));

    /// <summary>A value that may be absent, but is not when it is given.</summary>
    public static StoredKind<TValue?> Optional<TValue>(StoredKind<TValue> kind) where TValue : struct => new(
        kind.Allowed,
        field => kind.Read(field),
        value => value is { } given ? kind.Canonical(given) : null,
        (fields, name) => kind.ReadJson(fields, name),
        (json, value) => kind.WriteJson(json, value!.Value));

    /// <summary>10^6 and above as a power where it is one.</summary>
    private static string Power(int value)
    {
        double exponent = Math.Log10(value);
        return exponent >= 6 && double.IsInteger(exponent) ? $"10^{exponent}" : value.ToString(CultureInfo.InvariantCulture);
    }
}
