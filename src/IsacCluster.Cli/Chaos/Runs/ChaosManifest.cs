using IsacCluster.Cli.Chaos.Faults;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Chaos.Runs;

/// <summary>One fault as it happened.</summary>
/// <param name="Progress">Part of the indices that was accepted then.</param>
/// <param name="Hit">Names of silos, or "store", with what was done to them where that was drawn.</param>
/// <param name="NextAcceptedSeconds">From the fault to the next status with more accepted indices.</param>
/// <param name="LongestStallSeconds">The longest time without newly accepted indices from the fault to the next one or the end.</param>
/// <param name="Said">What was said of it, where somebody must.</param>
internal sealed record Fault(
    double Progress, string Target, IReadOnlyList<string> Hit, double? NextAcceptedSeconds, double? LongestStallSeconds, string? Said);

/// <summary>What `isac chaos` found.</summary>
/// <param name="Losses">How the client was told each time that the job was lost with the store or damaged in it.</param>
/// <param name="AcceptedIndices">Indices in the result of the disturbed run; each was accepted exactly once.</param>
/// <param name="ComputedIndices">Indices in accepted reports of the disturbed run, since its last submission.</param>
internal sealed record ChaosManifest(
    string Schema, string Job, bool Equal, string UndisturbedDigest, string DisturbedDigest, ulong Seed, int Silos, int PlannedFaults,
    IReadOnlyList<Fault> Faults, IReadOnlyList<string> Losses, double? MedianNextAcceptedSeconds, double? MedianLongestStallSeconds,
    long WantedIndices, long AcceptedIndices, long ComputedIndices, TaskCounts Tasks, string Isa,
    IReadOnlyDictionary<string, string> Versions)
{
    /// <summary>Faults of which somebody must tell and nobody did.</summary>
    public IEnumerable<Fault> Unsaid => Faults.Where(fault => FaultCatalog.Entries[fault.Target].MustBeSaid && fault.Said is null);

    /// <summary>Every fault happened, nothing was lost or counted twice, and the statistics are the same to the bit.</summary>
    public bool Passed => Equal && Faults.Count == PlannedFaults && AcceptedIndices == WantedIndices && ComputedIndices == WantedIndices
        && !Unsaid.Any();
}
