using System.Text.Json;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Json;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>
/// The canonical JSON of a scenario: every field, in one order, with the names and units of specification files. Equal
/// scenarios have equal text, so it also enters content hashes.
/// </summary>
public static class ScenarioJson
{
    private static readonly IReadOnlySet<string> NoneSwept = new HashSet<string>();

    public static void Write(Utf8JsonWriter json, Scenario scenario)
    {
        Scenario complete = ScenarioFields.Complete(scenario);
        json.WriteStartObject();
        foreach (ScenarioField field in ScenarioFields.Registered.InForce(complete, NoneSwept))
        {
            json.WritePropertyName(field.Name);
            field.WriteJson(json, complete);
        }

        json.WriteEndObject();
    }

    /// <param name="fields">The object.</param>
    /// <param name="known">Null: <see cref="ScenarioFields.Registered"/>.</param>
    /// <exception cref="SpecificationException">A field is missing, of a wrong type or out of range.</exception>
    public static Scenario Read(JsonFields fields, ScenarioFields? known = null)
    {
        ScenarioField[] all = [.. (known ?? ScenarioFields.Registered).All];
        Scenario scenario = all.Where(IsThere).Aggregate(new Scenario(), (read, field) => field.ReadJson(fields, read));
        if (scenario.UserNoise is { } noise && noise.Count != scenario.Users)
            throw fields.Mistake(ScenarioFields.Noise, $"a list of {noise.Count}", $"a list of {scenario.Users}, one for each user");
        if (scenario.UserSinrDb is { } sinr && sinr.Count != scenario.Users)
            throw fields.Mistake(ScenarioFields.SinrDb, $"a list of {sinr.Count}", $"a list of {scenario.Users}, one for each user");
        if (scenario.AntennaPowers is { Count: > 1 } powers && powers.Count != scenario.Antennas)
            throw fields.Mistake(ScenarioFields.Power, $"a list of {powers.Count}", $"a list of {scenario.Antennas}, one for each antenna");
        if (scenario is { HasClosedGrid: true, GridPoints: 1 } or { HasClosedGrid: true, EvaluationGridPoints: 1 })
            throw fields.Mistake(GridField.Declaration.Name, "closed", "half-open for a grid of one point");
        if (scenario.Users > scenario.Antennas) fields.WholeNumber(ScenarioFields.Users, 1, scenario.Antennas);
        return scenario.EvaluationGridPoints == scenario.GridPoints ? scenario with { EvaluationGridPoints = null } : scenario;

        // Of fields that stand for one another, the one that is there; else the first, so that it is the one that is missing.
        bool IsThere(ScenarioField field) => field.IsGivenOnly ? fields.Has(field.Name) : field.InsteadOf is null
            ? !all.Any(other => other.InsteadOf == field.Name && fields.Has(other.Name))
            : fields.Has(field.Name);
    }
}
