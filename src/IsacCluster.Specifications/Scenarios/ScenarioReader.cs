using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>Reads the scenario mapping; what is not given keeps the default of <see cref="Scenario"/>.</summary>
public static class ScenarioReader
{
    /// <param name="field">Null: all defaults.</param>
    /// <param name="known">Null: <see cref="ScenarioFields.Registered"/>.</param>
    public static ScenarioSource Read(Field? field, ScenarioFields? known = null)
    {
        var scenario = new Scenario();
        if (field is null) return new ScenarioSource(scenario, new Dictionary<string, Field>());
        known ??= ScenarioFields.Registered;
        FieldMapping mapping = FieldMapping.Of(field, known.Table.Names);
        RefuseAlternatives(mapping, known);
        foreach ((string name, Field value) in mapping.Given) scenario = known.Find(name)!.Read(value).Apply(scenario);
        return new ScenarioSource(scenario, mapping.Given);
    }

    /// <summary>Such as targets_deg and targets, which set the same thing.</summary>
    public static void RefuseAlternatives(FieldMapping mapping, ScenarioFields known)
    {
        foreach (ScenarioField field in known.All)
        {
            if (field.InsteadOf is not null && mapping.Optional(field.InsteadOf) is not null && mapping.Optional(field.Name) is Field given)
                throw given.NotAllowed($"only one of {field.InsteadOf} and {field.Name}");
        }
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
        CheckCount(ScenarioFields.Noise, point.UserNoise?.Count, point.Users, "one for each user", swept);
        CheckCount(ScenarioFields.SinrDb, point.UserSinrDb?.Count, point.Users, "one for each user", swept);
        if (point.AntennaPowers is { Count: > 1 } powers)
            CheckCount(ScenarioFields.Power, powers.Count, point.Antennas, "one for each antenna", swept);
        if (point.Users <= point.Antennas) return;
        // Users and antennas cannot both be absent: the defaults fit. What is swept is blamed first.
        Field? users = swept.GetValueOrDefault(ScenarioFields.Users);
        Field? antennas = swept.GetValueOrDefault(ScenarioFields.Antennas);
        if (users is null && antennas is null)
            (users, antennas) = (Given.GetValueOrDefault(ScenarioFields.Users), Given.GetValueOrDefault(ScenarioFields.Antennas));
        throw users?.NotAllowed($"at most as many users as antennas, {point.Antennas}")
            ?? antennas!.NotAllowed($"at least as many antennas as users, {point.Users}");
    }

    /// <summary>A list has one number for each user or antenna.</summary>
    private void CheckCount(string name, int? count, int expected, string ofWhat, IReadOnlyDictionary<string, Field> swept)
    {
        if (count is null || count == expected) return;
        Field field = swept.GetValueOrDefault(name) ?? Given[name];
        throw field.Error($"a list of {count} is not allowed; expected a number or a list of {expected}, {ofWhat}.");
    }
}
