using IsacCluster.Isac.Channels;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>Every field of the scenario mapping with its range; the one place where a scenario's ranges are written.</summary>
public static class ScenarioFields
{
    public const string Antennas = "antennas", Users = "users", FixedTargets = "targets_deg", RandomTargets = "targets";
    private const int LargestGrid = 100_000;

    public static readonly IReadOnlyList<ScenarioField> All =
    [
        ScenarioField.Whole(Antennas, 2, 256, (scenario, value) => scenario with { Antennas = value }),
        ScenarioField.Whole(Users, 1, 256, (scenario, value) => scenario with { Users = value }),
        new(FixedTargets, TargetFields.ReadFixed),
        new(RandomTargets, TargetFields.ReadRandom),
        ScenarioField.Real("beamwidth_deg", NumberRange.LeftOpen(0, 180), (scenario, value) => scenario with { BeamwidthDeg = value }),
        ScenarioField.Whole("grid_points", 1, LargestGrid, (scenario, value) => scenario with { GridPoints = value }),
        ScenarioField.Whole("evaluation_grid_points", 1, LargestGrid, (scenario, value) => scenario with { EvaluationGridPoints = value }),
        ScenarioField.Real("power", NumberRange.Positive, (scenario, value) => scenario with { Power = value }),
        ScenarioField.Real("noise", NumberRange.Positive, (scenario, value) => scenario with { Noise = value }),
        ScenarioField.Real("sinr_db", NumberRange.Closed(-50, 60), (scenario, value) => scenario with { SinrDb = value }),
        new("channel", field => ChannelField.Read(field, ChannelModels.Registered)),
        ScenarioField.Whole("slots", 1, 100_000, (scenario, value) => scenario with { Slots = value }),
    ];

    public static readonly IReadOnlyList<string> Names = [.. All.Select(field => field.Name)];

    public static ScenarioField Named(string name) => All.First(field => field.Name == name);
}
