using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>Trials that another program evaluated, which samplers learn from.</summary>
/// <param name="Digest">sha256:... of the file.</param>
public sealed record PriorTrials(string Path, string Digest, IReadOnlyList<PriorTrial> Trials);

/// <summary>One of them.</summary>
/// <param name="Parameters">Text of the parameters.</param>
/// <param name="State">Complete or failed: pruned ones without a value are failed to us.</param>
public sealed record PriorTrial(string Parameters, TrialState State, IReadOnlyList<double> Values);
