using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>The canonical form of a scenario, with defaults filled in and without what a sweep overrides.</summary>
public static class ScenarioIdentity
{
    public static SortedDictionary<string, object?> Of(Scenario scenario, IReadOnlyList<SweepAxis> sweep)
    {
        var swept = sweep.Select(axis => axis.Field).ToHashSet();
        IEnumerable<ScenarioField> fields = ScenarioFields.Registered.InForce(scenario, swept).Where(field => !swept.Contains(field.Name));
        var identity = fields.ToDictionary(field => field.IdentityName ?? field.Name, field => field.Canonical(scenario));
        return new(identity, StringComparer.Ordinal);
    }
}
