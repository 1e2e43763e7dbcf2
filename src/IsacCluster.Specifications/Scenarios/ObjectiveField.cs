using System.Text.Json;
using IsacCluster.Isac.Sensing;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>
/// objective: beampattern, {beampattern: {cross_correlation_weight: 1}}, or a criterion, {crb: {target_deg: 20}}: what designs optimise.
/// </summary>
internal static class ObjectiveField
{
    private const string Beampattern = "beampattern", Weight = "cross_correlation_weight";
    private static readonly StoredKind<double> Weights = ValueKinds.Real(NumberRange.Closed(0, 1e6));
    private static readonly string[] Names = [Beampattern, .. SensingCriteria.Names];

    public static ScenarioField Declaration { get; } = ScenarioField.Of(
        "objective",
        new StoredKind<Goal>(
            $"`{Beampattern}`, `{{{Beampattern}: {{{Weight}}}}}`, or one of {string.Join(", ", SensingCriteria.Names.Select(Braced))}",
            Read, Canonical, ReadJson, WriteJson)
        {
            Name = goal => goal.Criterion is { } criterion ? CriterionForm.Label(criterion)
                : goal.Weight == 0 ? Beampattern : $"{Beampattern}_{Weight}_{CanonicalJson.Number(goal.Weight)}",
        },
        scenario => new Goal(scenario.CrossCorrelationWeight, scenario.Criterion),
        (scenario, goal) => scenario with { CrossCorrelationWeight = goal.Weight, Criterion = goal.Criterion })
        with
    {
        Title = "Objective",
        Meaning = "what designs optimise: L(R) + w_c X(R), X the mean of |a(θ_p)^H R a(θ_q)|² over the pairs of targets, or a criterion",
        Default = $"`{Beampattern}`",
        Applies = scenario => scenario.CrossCorrelationWeight != 0 || scenario.Criterion is not null,
        IsGivenOnly = true,
        Parts = [new($"{Beampattern}.{Weight}", Weights.Allowed) { Symbol = "w_c", Default = "0" }, .. CriterionForm.Parts],
    };

    private static string Braced(string name) => $"`{{{name}}}`";

    private static Goal Read(Field field)
    {
        string[] alone =
            [Beampattern, .. SensingCriteria.All.Where(static c => !c.Parameters.Any(static p => p.IsRequired)).Select(static c => c.Name)];
        if (field.Node is not MappingNode)
        {
            string chosen = field.Choice(alone);
            return chosen == Beampattern ? new Goal(0, null) : new Goal(0, SensingCriteria.Named(chosen).Default);
        }

        FieldMapping kinds = FieldMapping.Of(field, Names);
        if (kinds.Given.Count != 1) throw field.NotAllowed($"exactly one of {string.Join(", ", Names)}");
        (string name, Field value) = kinds.Given.First();
        if (name != Beampattern) return new Goal(0, CriterionForm.Read(name, value));
        FieldMapping options = FieldMapping.Of(value, [Weight]);
        return new Goal(options.Optional(Weight) is Field weight ? Weights.Read(weight) : 0, null);
    }

    private static Dictionary<string, object?> Canonical(Goal goal) => goal.Criterion is { } criterion
        ? CriterionForm.Canonical(criterion)
        : new() { [Beampattern] = new Dictionary<string, object?> { [Weight] = goal.Weight } };

    private static Goal ReadJson(JsonFields fields, string name)
    {
        JsonFields objective = fields.Nested(name);
        return SensingCriteria.Names.FirstOrDefault(objective.Has) is { } criterion
            ? new Goal(0, CriterionForm.ReadJson(criterion, objective.Nested(criterion)))
            : new Goal(Weights.ReadJson(objective.Nested(Beampattern), Weight), null);
    }

    private static void WriteJson(Utf8JsonWriter json, Goal goal)
    {
        json.WriteStartObject();
        if (goal.Criterion is { } criterion)
        {
            CriterionForm.WriteJson(json, criterion);
        }
        else
        {
            json.WriteStartObject(Beampattern);
            json.WriteNumber(Weight, goal.Weight);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private sealed record Goal(double Weight, SensingCriterion? Criterion);
}
