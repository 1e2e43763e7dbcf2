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
    /// <summary>
    /// Models of the processors of the silos that computed it, of the machine that wrote the report where they are not known; null in older
    /// files.
    /// </summary>
    public string? Cpu { get; init; }

    /// <summary>The silos that computed it; empty where they are not known, as in older files.</summary>
    public IReadOnlyList<ComputingSilo> Silos { get; init; } = [];

    /// <summary>Whether these were of different builds or instruction sets: another run may give another digest.</summary>
    public bool Mixed { get; init; }

    /// <summary>The instruction sets on which a result was computed; this process's where they are not known.</summary>
    public static string IsaOf(JobOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.Silos.Count == 0
            ? RuntimeManifest.InstructionSet
            : string.Join(", ", outcome.Silos.Select(silo => silo.Isa).Distinct().Order(StringComparer.Ordinal));
    }

    private static string CpuOf(JobOutcome outcome)
    {
        List<string> models = [.. outcome.Silos.Select(silo => silo.Cpu).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        return models.Count == 0 ? RuntimeManifest.Cpu : string.Join(", ", models);
    }

    /// <summary>Of a report that this process writes.</summary>
    /// <param name="versions">Default: <see cref="RuntimeManifest.Versions"/>.</param>
    public static Manifest Of(
        JobOutcome outcome, string jobId, string specSha256, ulong seed, IReadOnlyDictionary<string, string>? versions = null)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return new Manifest(
            specSha256, versions ?? RuntimeManifest.Versions, IsaOf(outcome), outcome.HostCount, seed, jobId,
            outcome.Command, outcome.Started.ToString("O"), outcome.Finished.ToString("O"))
        {
            Cpu = CpuOf(outcome),
            Silos = outcome.Silos,
            Mixed = outcome.IsMixed,
        };
    }
}
