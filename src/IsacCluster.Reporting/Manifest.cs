namespace IsacCluster.Reporting;

/// <summary>What produced a result: specification, program, machine and time.</summary>
/// <param name="Isa">See <see cref="RuntimeManifest.InstructionSet"/>.</param>
/// <param name="Started">ISO 8601, UTC.</param>
/// <param name="Finished">ISO 8601, UTC.</param>
public sealed record Manifest(
    string SpecSha256, IReadOnlyDictionary<string, string> Versions, string Isa, int HostCount, ulong Seed, string JobId, string Command,
    string Started, string Finished);
