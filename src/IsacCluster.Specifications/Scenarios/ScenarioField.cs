using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>A field of the scenario mapping: its name and how its value is read, whether set once or swept.</summary>
public sealed record ScenarioField(string Name, Func<Field, FieldSetting> Read)
{
    /// <summary>A whole number in [low, high].</summary>
    public static ScenarioField Whole(string name, int low, int high, Func<Scenario, int, Scenario> with) => new(name, field =>
    {
        int value = (int)field.WholeNumber(low, high);
        return new FieldSetting((long)value, CanonicalJson.Number(value), (long)value, scenario => with(scenario, value));
    });

    /// <summary>A number in a range.</summary>
    public static ScenarioField Real(string name, NumberRange range, Func<Scenario, double, Scenario> with) => new(name, field =>
    {
        double value = field.Number(range);
        return new FieldSetting(value, CanonicalJson.Number(value), value, scenario => with(scenario, value));
    });
}

/// <summary>A checked value of a scenario field.</summary>
/// <param name="Parameter">As reports show it: a long, a double, a list of doubles or a string.</param>
/// <param name="Label">In a point's id: letters, digits and . _ - only.</param>
/// <param name="Canonical">For <see cref="CanonicalJson"/>.</param>
/// <param name="Apply">Sets the field.</param>
public sealed record FieldSetting(object Parameter, string Label, object? Canonical, Func<Scenario, Scenario> Apply);
