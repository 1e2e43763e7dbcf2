using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>Reads the scenario mapping; what is not given keeps the default of <see cref="Scenario"/>.</summary>
public static class ScenarioReader
{
    /// <param name="field">Null: all defaults.</param>
    public static ScenarioSource Read(Field? field)
    {
        if (field is null) return new ScenarioSource(new Scenario(), new Dictionary<string, Field>());
        FieldMapping mapping = FieldMapping.Of(field, ScenarioFields.Names);
        RefuseBothTargets(mapping);
        var scenario = new Scenario();
        foreach ((string name, Field value) in mapping.Given) scenario = ScenarioFields.Named(name).Read(value).Apply(scenario);
        return new ScenarioSource(scenario, mapping.Given);
    }

    /// <summary>targets_deg and targets set the same thing.</summary>
    public static void RefuseBothTargets(FieldMapping mapping)
    {
        if (mapping.Optional(ScenarioFields.FixedTargets) is null) return;
        if (mapping.Optional(ScenarioFields.RandomTargets) is Field random)
            throw random.NotAllowed($"only one of {ScenarioFields.FixedTargets} and {ScenarioFields.RandomTargets}");
    }
}

/// <summary>A scenario and where the file gives its fields.</summary>
public sealed record ScenarioSource(Scenario Scenario, IReadOnlyDictionary<string, Field> Given)
{
    /// <summary>Checks what depends on several fields at one point of the sweep, and names the field to change.</summary>
    /// <param name="point">The scenario of the point.</param>
    /// <param name="swept">The swept values of the point by field; they come before the scenario's own fields.</param>
    public void CheckTogether(Scenario point, IReadOnlyDictionary<string, Field> swept)
    {
        if (point.Users <= point.Antennas) return;
        // Users and antennas cannot both be absent: the defaults fit. What is swept is blamed first.
        Field? users = swept.GetValueOrDefault(ScenarioFields.Users);
        Field? antennas = swept.GetValueOrDefault(ScenarioFields.Antennas);
        if (users is null && antennas is null)
            (users, antennas) = (Given.GetValueOrDefault(ScenarioFields.Users), Given.GetValueOrDefault(ScenarioFields.Antennas));
        throw users?.NotAllowed($"at most as many users as antennas, {point.Antennas}")
            ?? antennas!.NotAllowed($"at least as many antennas as users, {point.Users}");
    }
}
