using System.Text.Json;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>A field of a scenario: what readers, sweeps, identities, files and figures need of it.</summary>
public sealed record ScenarioField : FieldDeclaration<Scenario>
{
    private ScenarioField(string name, string allowed) : base(name, allowed) { }

    /// <summary>What an axis calls it; null: its name.</summary>
    public string? Title { get; init; }

    /// <summary>Its name in identities, where fields that stand for one another share one; null: its own.</summary>
    public string? IdentityName { get; init; }

    /// <summary>The field that it is given instead of.</summary>
    public string? InsteadOf { get; init; }

    /// <summary>Its place among the attributes of a dataset's HDF5 files, whose order is part of their bytes; null: it is none.</summary>
    public int? Attribute { get; init; }

    /// <summary>Whether identities, files and results are without it where it does not apply: what came later.</summary>
    public bool IsGivenOnly { get; init; }

    /// <summary>The value as it is.</summary>
    public required Func<Scenario, object?> Value { get; init; }

    /// <summary>The scenario with the value that a file holds.</summary>
    public required Func<JsonFields, Scenario, Scenario> ReadJson { get; init; }

    /// <summary>Writes the value, behind its name.</summary>
    public required Action<Utf8JsonWriter, Scenario> WriteJson { get; init; }

    /// <summary>Title, symbol and unit: SINR threshold Γ₀ (dB).</summary>
    public string AxisLabel
    {
        get
        {
            string words = $"{Title ?? Name.Replace('_', ' ')} {Symbol}".TrimEnd();
            return Unit.Length == 0 ? words : $"{words} ({(Unit == "deg" ? "degrees" : Unit)})";
        }
    }

    public static ScenarioField Of<TValue>(
        string name, StoredKind<TValue> kind, Func<Scenario, TValue> get, Func<Scenario, TValue, Scenario> with) => new(name, kind.Allowed)
        {
            Read = field => kind.Setting(field, with),
            Canonical = scenario => kind.Canonical(get(scenario)),
            Value = scenario => get(scenario),
            ReadJson = (fields, scenario) => with(scenario, kind.ReadJson(fields, name)),
            WriteJson = (json, scenario) => kind.WriteJson(json, get(scenario)),
        };
}
