using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>One point of the sweep.</summary>
/// <param name="Id">Unique in the campaign and safe in file names and shells: "sinr_db=8,users=2", or "all" without a sweep.</param>
/// <param name="Params">
/// Swept fields in file order: a long, a double, a list of doubles (targets_deg) or a string (channel, targets).
/// </param>
public sealed record SweepPoint(string Id, IReadOnlyDictionary<string, object> Params, Scenario Scenario)
{
    /// <summary>The values of <see cref="Params"/> as they stand in <see cref="Id"/>, by swept field.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
