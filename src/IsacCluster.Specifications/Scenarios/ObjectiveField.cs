using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>objective: beampattern, or {beampattern: {cross_correlation_weight: 1}}: what designs minimise.</summary>
internal static class ObjectiveField
{
    private const string Beampattern = "beampattern", Weight = "cross_correlation_weight";
    private static readonly StoredKind<double> Weights = ValueKinds.Real(NumberRange.Closed(0, 1e6));

    public static ScenarioField Declaration { get; } = ScenarioField.Of(
        "objective",
        new StoredKind<double>(
            $"`{Beampattern}`, or `{{{Beampattern}: {{{Weight}}}}}`", Read,
            weight => new Dictionary<string, object?> { [Beampattern] = new Dictionary<string, object?> { [Weight] = weight } },
            (fields, name) => Weights.ReadJson(fields.Nested(name).Nested(Beampattern), Weight),
            (json, weight) =>
            {
                json.WriteStartObject();
                json.WriteStartObject(Beampattern);
                json.WriteNumber(Weight, weight);
                json.WriteEndObject();
                json.WriteEndObject();
            })
        {
            Name = weight => weight == 0 ? Beampattern : $"{Beampattern}_{Weight}_{CanonicalJson.Number(weight)}",
        },
        scenario => scenario.CrossCorrelationWeight, (scenario, value) => scenario with { CrossCorrelationWeight = value })
        with
    {
        Title = "Objective",
        Meaning = "what designs minimise: L(R) + w_c X(R), X the mean of |a(θ_p)^H R a(θ_q)|² over the pairs of targets",
        Default = $"`{Beampattern}`",
        Applies = scenario => scenario.CrossCorrelationWeight != 0,
        IsGivenOnly = true,
        Parts = [new($"{Beampattern}.{Weight}", Weights.Allowed) { Symbol = "w_c", Default = "0" }],
    };

    private static double Read(Field field)
    {
        if (field.Node is not MappingNode)
        {
            field.Choice([Beampattern]);
            return 0;
        }

        FieldMapping kinds = FieldMapping.Of(field, [Beampattern]);
        FieldMapping options = FieldMapping.Of(kinds.Required(Beampattern, $"a mapping of {Weight}"), [Weight]);
        return options.Optional(Weight) is Field weight ? Weights.Read(weight) : 0;
    }
}
