using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>One swept scenario field and its distinct values in file order.</summary>
/// <param name="Field">The name in the specification, such as sinr_db.</param>
public sealed record SweepAxis(string Field, IReadOnlyList<SweepValue> Values)
{
    // A list of pairs, not a mapping: the order of the axes is the order of the points.
    public Dictionary<string, object?> ToCanonical() => new()
    {
        ["field"] = Field,
        ["values"] = Values.Select(value => value.Setting.Canonical),
    };
}

/// <summary>One value of a swept field.</summary>
public sealed record SweepValue
{
    public SweepValue(Field source, FieldSetting<Scenario> setting) => (Source, Setting) = (source, setting);

    /// <summary>A long, a double, a list of doubles or a string.</summary>
    public object Parameter => Setting.Parameter!;

    /// <summary>The value as it stands in a point's id.</summary>
    public string Label => Setting.Label;

    public Field Source { get; }

    public FieldSetting<Scenario> Setting { get; }

    public Scenario ApplyTo(Scenario scenario) => Setting.Apply(scenario);
}
