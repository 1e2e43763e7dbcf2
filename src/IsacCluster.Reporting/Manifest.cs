using IsacCluster.Jobs;

namespace IsacCluster.Reporting;

/// <summary>What produced a result: specification, program, machine and time.</summary>
/// <param name="Isa">See <see cref="RuntimeManifest.InstructionSet"/>.</param>
/// <param name="Started">ISO 8601, UTC.</param>
/// <param name="Finished">ISO 8601, UTC.</param>
public sealed record Manifest(
    string SpecSha256, IReadOnlyDictionary<string, string> Versions, string Isa, int HostCount, ulong Seed, string JobId, string Command,
    string Started, string Finished)
{
    /// <summary>Model of the processor of the machine that wrote the report; null in older files.</summary>
    public string? Cpu { get; init; }

    /// <summary>Of a report that this process writes.</summary>
    /// <param name="versions">Default: <see cref="RuntimeManifest.Versions"/>.</param>
    public static Manifest Of(
        JobOutcome outcome, string jobId, string specSha256, ulong seed, IReadOnlyDictionary<string, string>? versions = null)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return new Manifest(
            specSha256, versions ?? RuntimeManifest.Versions, RuntimeManifest.InstructionSet, outcome.HostCount, seed, jobId,
            outcome.Command, outcome.Started.ToString("O"), outcome.Finished.ToString("O"))
        {
            Cpu = RuntimeManifest.Cpu,
        };
    }
}
