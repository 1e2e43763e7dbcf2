using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>The canonical form of a scenario, with defaults filled in and without what a sweep overrides.</summary>
public static class ScenarioIdentity
{
    public static SortedDictionary<string, object?> Of(Scenario scenario, IReadOnlyList<SweepAxis> sweep)
    {
        var fields = new SortedDictionary<string, object?>(StringComparer.Ordinal)
        {
            [ScenarioFields.Antennas] = scenario.Antennas,
            [ScenarioFields.Users] = scenario.Users,
            [ScenarioFields.RandomTargets] = TargetFields.Canonical(scenario.Targets),
            ["beamwidth_deg"] = scenario.BeamwidthDeg,
            ["grid_points"] = scenario.GridPoints,
            ["evaluation_grid_points"] = scenario.EvaluationGridPoints,
            ["power"] = scenario.Power,
            ["noise"] = scenario.Noise,
            ["sinr_db"] = scenario.SinrDb,
            ["channel"] = ChannelField.Canonical(scenario.Channel),
            ["slots"] = scenario.Slots,
        };
        foreach (SweepAxis axis in sweep)
            fields.Remove(axis.Field == ScenarioFields.FixedTargets ? ScenarioFields.RandomTargets : axis.Field);
        return fields;
    }
}
