using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Patterns;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>pattern: the levels and weights that beampatterns are to resemble, <see cref="PatternKind"/>.</summary>
internal static class PatternField
{
    public static ScenarioField Declaration { get; } = ScenarioField.Of(
        "pattern", PatternKind.Instance, scenario => scenario.Pattern, (scenario, pattern) => scenario with { Pattern = pattern }) with
    {
        Title = "Desired pattern",
        Meaning = "L(R) = Σ w_n |β b_n - P_n|² / Σ w_n with the levels b and the weights w in the directions n of the grid",
        Default = "`sectors`: b = 1 in the sectors and 0 elsewhere, w = 1",
        Parts = PatternKind.Parts,
        Attribute = 10,
        Value = static scenario => CanonicalJson.Write(PatternKind.Instance.Canonical(scenario.Pattern)),
        Applies = static scenario => scenario.Pattern is not null,
        IsGivenOnly = true,
    };
}
