using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>Trials that were evaluated elsewhere or before, which samplers learn from.</summary>
/// <param name="Digest">sha256:... of the file.</param>
/// <param name="Skipped">Rows of the file that are of no use here, counted by why.</param>
public sealed record PriorTrials(
    string Path, string Digest, IReadOnlyList<PriorTrial> Trials, IReadOnlyDictionary<string, int> Skipped);

/// <summary>One of them.</summary>
/// <param name="Parameters">Text of the parameters.</param>
/// <param name="Constraints">Excess of each constraint on metrics.</param>
public sealed record PriorTrial(
    string Parameters, TrialState State, IReadOnlyList<double> Values, IReadOnlyList<double> Constraints);
