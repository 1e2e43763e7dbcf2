using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>csi: perfect, or {error_variance: 0.01, margin_db: 1}: what designs know of the channels.</summary>
internal static class CsiField
{
    private const string Perfect = "perfect", Variance = "error_variance", Margin = "margin_db";
    private static readonly StoredKind<double> Variances = ValueKinds.Real(NumberRange.Closed(0, 100));
    private static readonly StoredKind<double> Margins = ValueKinds.Real(NumberRange.Closed(0, 50));

    public static ScenarioField Declaration { get; } = ScenarioField.Of(
        "csi",
        new StoredKind<Knowledge>(
            $"`{Perfect}`, or `{{{Variance}, {Margin}}}`", Read,
            csi => new Dictionary<string, object?> { [Variance] = csi.Variance, [Margin] = csi.Margin },
            (fields, name) => new Knowledge(
                Variances.ReadJson(fields.Nested(name), Variance), Margins.ReadJson(fields.Nested(name), Margin)),
            (json, csi) =>
            {
                json.WriteStartObject();
                json.WriteNumber(Variance, csi.Variance);
                json.WriteNumber(Margin, csi.Margin);
                json.WriteEndObject();
            })
        {
            Name = csi => csi.IsPerfect
                ? Perfect
                : $"{Variance}_{CanonicalJson.Number(csi.Variance)}_{Margin}_{CanonicalJson.Number(csi.Margin)}",
        },
        scenario => new Knowledge(scenario.CsiErrorVariance, scenario.CsiMarginDb),
        (scenario, csi) => scenario with { CsiErrorVariance = csi.Variance, CsiMarginDb = csi.Margin })
        with
    {
        Title = "Channel knowledge",
        Meaning = "designs are made for an estimate h_l + e_l and judged on h_l",
        Default = $"`{Perfect}`",
        Applies = scenario => scenario.CsiErrorVariance != 0 || scenario.CsiMarginDb != 0,
        IsGivenOnly = true,
        Parts =
            [
                new(Variance, Variances.Allowed) { Symbol = "v", Meaning = "e_l ~ CN(0, v |h_l|²/M I)", Default = "0" },
                new(Margin, Margins.Allowed) { Unit = "dB", Meaning = "added to the thresholds that designs are made for", Default = "0" },
            ],
    };

    private static Knowledge Read(Field field)
    {
        if (field.Node is not MappingNode)
        {
            field.Choice([Perfect]);
            return new Knowledge(0, 0);
        }

        FieldMapping given = FieldMapping.Of(field, [Variance, Margin]);
        return new Knowledge(
            given.Optional(Variance) is Field variance ? Variances.Read(variance) : 0,
            given.Optional(Margin) is Field margin ? Margins.Read(margin) : 0);
    }

    private sealed record Knowledge(double Variance, double Margin)
    {
        public bool IsPerfect => Variance == 0 && Margin == 0;
    }
}
