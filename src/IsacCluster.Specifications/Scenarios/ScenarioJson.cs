using System.Text.Json;
using IsacCluster.Isac.Channels;
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
    public static void Write(Utf8JsonWriter json, Scenario scenario)
    {
        json.WriteStartObject();
        json.WriteNumber("antennas", scenario.Antennas);
        json.WriteNumber("users", scenario.Users);
        WriteTargets(json, scenario.Targets);
        json.WriteNumber("beamwidth_deg", scenario.BeamwidthDeg);
        json.WriteNumber("grid_points", scenario.GridPoints);
        json.WriteNumber("evaluation_grid_points", scenario.EvaluationGridPoints ?? scenario.GridPoints);
        json.WriteNumber("power", scenario.Power);
        json.WriteNumber("noise", scenario.Noise);
        json.WriteNumber("sinr_db", scenario.SinrDb);
        json.WritePropertyName("channel");
        ChannelField.WriteJson(json, scenario.Channel);
        json.WriteNumber("slots", scenario.Slots);
        json.WriteEndObject();
    }

    /// <exception cref="SpecificationException">A field is missing, of a wrong type or out of range.</exception>
    public static Scenario Read(JsonFields fields)
    {
        int antennas = (int)fields.WholeNumber("antennas", 2, 256);
        int gridPoints = GridPoints(fields, "grid_points");
        int evaluationPoints = GridPoints(fields, "evaluation_grid_points");
        return new Scenario
        {
            Antennas = antennas,
            Users = (int)fields.WholeNumber("users", 1, antennas),
            Targets = ReadTargets(fields),
            BeamwidthDeg = fields.Number("beamwidth_deg", value => value is > 0 and <= 360, "degrees in (0, 360]"),
            GridPoints = gridPoints,
            EvaluationGridPoints = evaluationPoints == gridPoints ? null : evaluationPoints,
            Power = Positive(fields, "power"),
            Noise = Positive(fields, "noise"),
            SinrDb = fields.Number("sinr_db", _ => true, "a finite number"),
            Channel = ChannelField.ReadJson(fields.Nested("channel"), ChannelModels.Registered),
            Slots = (int)fields.WholeNumber("slots", 1, int.MaxValue),
        };
    }

    private static int GridPoints(JsonFields fields, string field) => (int)fields.WholeNumber(field, 1, 1_000_000);

    private static double Positive(JsonFields fields, string field) => fields.Number(field, value => value > 0, "a number > 0");

    private static double Angle(JsonFields fields, string field) =>
        fields.Number(field, value => value is >= -90 and <= 90, "degrees in [-90, 90]");

    private static void WriteTargets(Utf8JsonWriter json, TargetModel targets)
    {
        switch (targets)
        {
            case FixedTargets given:
                json.WriteStartArray("targets_deg");
                foreach (double angle in given.AnglesDeg) json.WriteNumberValue(angle);
                json.WriteEndArray();
                break;
            case RandomTargets random:
                json.WriteStartObject("targets");
                json.WriteNumber("count", random.Count);
                json.WriteNumber("low_deg", random.LowDeg);
                json.WriteNumber("high_deg", random.HighDeg);
                json.WriteNumber("min_separation_deg", random.MinSeparationDeg);
                json.WriteEndObject();
                break;
            default:
                throw new NotSupportedException($"Target model {targets?.GetType().Name} has no JSON form.");
        }
    }

    private static TargetModel ReadTargets(JsonFields fields)
    {
        if (!fields.Has("targets"))
            return new FixedTargets(fields.Numbers("targets_deg", value => value is >= -90 and <= 90, "a list of degrees in [-90, 90]"));
        JsonFields random = fields.Nested("targets");
        return new RandomTargets(
            (int)random.WholeNumber("count", 1, 180),
            Angle(random, "low_deg"),
            Angle(random, "high_deg"),
            random.Number("min_separation_deg", value => value is >= 0 and <= 180, "degrees in [0, 180]"));
    }
}
