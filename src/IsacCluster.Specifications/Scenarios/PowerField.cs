using IsacCluster.Isac.Arrays;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>power: 1 or {total: 1}, the total; {per_antenna: 0.1} or {per_antenna: [...]}, what each antenna radiates.</summary>
internal static class PowerField
{
    private const string Total = "total", PerAntenna = "per_antenna";
    private static readonly StoredKind<double> Totals = ValueKinds.Real(NumberRange.Positive);
    private static readonly StoredKind<ValueList> Lists = UserValues.Kind(NumberRange.Positive, "antenna");

    public static ScenarioField Declaration { get; } = ScenarioField.Of(
        ScenarioFields.Power,
        new StoredKind<Limit>(
            $"{Totals.Allowed}, or `{{{Total}}}` or `{{{PerAntenna}}}`", Read, Canonical, ReadJson, WriteJson)
        {
            // A total is its number; null leaves it that.
            Name = limit => limit.PerAntenna is { } values
                ? $"{PerAntenna}_{string.Join('_', values.Select(CanonicalJson.Number))}"
                : null!,
        },
        scenario => new Limit(scenario.Power, scenario.AntennaPowers),
        (scenario, limit) => scenario with { Power = limit.Total, AntennaPowers = limit.PerAntenna })
        with
    {
        Title = "Transmit power",
        Symbol = "P₀",
        Unit = "W",
        Attribute = 2,
        Value = scenario => scenario.AntennaPowers is { } values ? values.ToArray() : scenario.Power,
        Parts =
            [
                new(Total, Totals.Allowed) { Symbol = "P₀", Unit = "W", Meaning = "Tr R = P₀, the same as the number alone", Default = "" },
                new(PerAntenna, Lists.Allowed)
                {
                    Symbol = "P_m", Unit = "W", Meaning = "R_mm = P_m for every antenna in its place", Default = "",
                },
            ],
    };

    private static Limit Read(Field field)
    {
        if (field.Node is not MappingNode) return new Limit(Totals.Read(field), null);
        FieldMapping mapping = FieldMapping.Of(field, [Total, PerAntenna]);
        if (mapping.Given.Count != 1) throw field.NotAllowed($"exactly one of {Total} and {PerAntenna}");
        if (mapping.Optional(Total) is Field total) return new Limit(Totals.Read(total), null);
        ValueList values = Lists.Read(mapping.Optional(PerAntenna)!);
        return new Limit(values.Sum(), values);
    }

    private static object? Canonical(Limit limit) => limit.PerAntenna is { } values
        ? new Dictionary<string, object?> { [PerAntenna] = Lists.Canonical(values) }
        : limit.Total;

    private static Limit ReadJson(JsonFields fields, string name)
    {
        if (!fields.IsObject(name)) return new Limit(Totals.ReadJson(fields, name), null);
        ValueList values = Lists.ReadJson(fields.Nested(name), PerAntenna);
        return new Limit(values.Sum(), values);
    }

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, Limit limit)
    {
        if (limit.PerAntenna is not { } values)
        {
            json.WriteNumberValue(limit.Total);
            return;
        }

        json.WriteStartObject();
        json.WritePropertyName(PerAntenna);
        Lists.WriteJson(json, values);
        json.WriteEndObject();
    }

    private sealed record Limit(double Total, ValueList? PerAntenna);
}
