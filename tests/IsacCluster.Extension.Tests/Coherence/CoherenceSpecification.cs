using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Extension.Tests.Coherence;

/// <summary>What a coherence job estimates. More samples extend it; all else makes another job.</summary>
public sealed record CoherenceSpecification : JobSpecification
{
    public const string KindName = "coherence";

    public override string Kind => KindName;

    /// <summary>Key of every random draw.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Before the sweep is applied.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>Empty without a sweep.</summary>
    public required IReadOnlyList<SweepAxis> Sweep { get; init; }

    /// <summary>One lane each; at least two users at each.</summary>
    public required IReadOnlyList<SweepPoint> Points { get; init; }

    /// <summary>Per point.</summary>
    public required long Samples { get; init; }

    protected override IEnumerable<KeyValuePair<string, object?>> IdentityFields() =>
    [
        new("scenario", ScenarioIdentity.Of(Scenario, Sweep)),
        new("seed", Seed),
        new("sweep", Sweep.Select(axis => axis.ToCanonical())),
    ];

    protected override IEnumerable<KeyValuePair<string, object?>> Extent() => [new("samples", Samples)];
}
