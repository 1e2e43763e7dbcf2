using IsacCluster.Jobs;

namespace IsacCluster.Cli.Chaos;

/// <summary>One kill as it happened.</summary>
/// <param name="Progress">Part of the indices that was accepted then.</param>
/// <param name="Killed">Names of silos, or "store".</param>
/// <param name="NextAcceptedSeconds">From the kill to the next status with more accepted indices.</param>
/// <param name="LongestStallSeconds">The longest time without newly accepted indices from the kill to the next kill or the end.</param>
internal sealed record Kill(
    double Progress, KillTarget Target, IReadOnlyList<string> Killed, double? NextAcceptedSeconds, double? LongestStallSeconds);

/// <summary>What `isac chaos` found.</summary>
/// <param name="AcceptedIndices">Indices in the result of the disturbed run; each was accepted exactly once.</param>
/// <param name="ComputedIndices">Indices in accepted reports of the disturbed run.</param>
internal sealed record ChaosManifest(
    string Schema, string Job, bool Equal, string UndisturbedDigest, string DisturbedDigest, ulong Seed, int Silos, int PlannedKills,
    IReadOnlyList<Kill> Kills, double? MedianNextAcceptedSeconds, double? MedianLongestStallSeconds, long WantedIndices,
    long AcceptedIndices, long ComputedIndices, TaskCounts Tasks, string Isa, IReadOnlyDictionary<string, string> Versions)
{
    /// <summary>Every kill happened, nothing was lost or counted twice, and the statistics are the same to the bit.</summary>
    public bool Passed => Equal && Kills.Count == PlannedKills && AcceptedIndices == WantedIndices && ComputedIndices == WantedIndices;
}
