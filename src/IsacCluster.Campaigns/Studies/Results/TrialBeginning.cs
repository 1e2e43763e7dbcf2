namespace IsacCluster.Campaigns.Studies.Results;

/// <summary>A trial that began with the checkpoint of another one.</summary>
/// <param name="Trial">The other one.</param>
/// <param name="Step">Which it had reported last.</param>
public sealed record TrialBeginning(long Trial, long Step);
