using IsacCluster.Specifications.Fields;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>grid: half-open, -90 to below +90 degrees, or closed, with both ends.</summary>
internal static class GridField
{
    private const string HalfOpen = "half-open", Closed = "closed";
    private static readonly string[] Names = [HalfOpen, Closed];

    public static ScenarioField Declaration { get; } = ScenarioField.Of(
        "grid",
        new StoredKind<bool>(
            $"`{HalfOpen}`, `{Closed}`", field => field.Choice(Names) == Closed, closed => closed ? Closed : HalfOpen,
            (fields, name) => fields.OneOf(name, Names) == Closed, (json, closed) => json.WriteStringValue(closed ? Closed : HalfOpen)),
        scenario => scenario.HasClosedGrid, (scenario, closed) => scenario with { HasClosedGrid = closed })
        with
    {
        Title = "Grid",
        Attribute = 9,
        Value = static scenario => scenario.HasClosedGrid ? Closed : HalfOpen,
        Meaning = "both grids: θ_n = -90 + 180 n/N, or with +90, -90 + 180 n/(N - 1), for which N is 2 or more",
        Default = $"`{HalfOpen}`",
        Applies = scenario => scenario.HasClosedGrid,
        IsGivenOnly = true,
    };
}
