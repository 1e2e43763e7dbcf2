namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>A sample on which an algorithm returned no design.</summary>
/// <param name="Point">The point's id.</param>
/// <param name="Status">infeasible, iteration-limit or numerical-failure.</param>
/// <param name="Message">The same in words.</param>
/// <param name="Replay">The command that computes the sample again.</param>
public sealed record FailedDesign(string Point, long Sample, string Status, string Message, string Replay);
