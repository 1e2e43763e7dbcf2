using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>A field of a campaign's scenario.</summary>
/// <param name="Value">A number, a text, a list or a mapping; null where it is swept and each point has its own.</param>
/// <param name="Unit">Such as dB, deg or W; null for counts and names.</param>
public sealed record ScenarioValue(object? Value, string? Unit)
{
    /// <summary>All fields by their names; of those that stand for one another the one that is set.</summary>
    public static IReadOnlyDictionary<string, ScenarioValue> Of(Scenario scenario, IReadOnlyList<SweepAxis> sweep)
    {
        Scenario complete = ScenarioFields.Complete(scenario);
        var swept = sweep.Select(axis => axis.Field).ToHashSet();
        return new OrderedDictionary<string, ScenarioValue>(ScenarioFields.Registered.InForce(complete, swept).Select(field =>
        {
            object? value = swept.Contains(field.Name) ? null : field.Canonical(complete);
            return KeyValuePair.Create(field.Name, new ScenarioValue(value, field.Unit.Length > 0 ? field.Unit : null));
        }));
    }
}
