
namespace IsacCluster.Jobs;

/// <summary>A job that can write a report of what has been accepted so far, complete or not.</summary>
public interface IReportableJob : IJob
{
    /// <summary>Writes the report files into a folder, each atomically; existing files are replaced.</summary>
    /// <exception cref="IOException">A file could not be written; the message names it.</exception>
    JobReport WriteReport(JobOutcome outcome, string folder);
}

/// <summary>What a run of a job left behind: the raw material of its report.</summary>
public sealed record JobOutcome
{
    /// <summary>By lane position.</summary>
    public required IReadOnlyList<LaneOutcome> Lanes { get; init; }
    public required TaskCounts Tasks { get; init; }
    public required TimingLedger Timing { get; init; }
    public required IReadOnlyList<PoisonedTask> Poisoned { get; init; }
    /// <summary>The command line that asked for the report.</summary>
    public required string Command { get; init; }
    public required DateTimeOffset Started { get; init; }
    public required DateTimeOffset Finished { get; init; }
    /// <summary>Machines that took part.</summary>
    public required int HostCount { get; init; }
    /// <summary>The silos whose results were accepted, by name; empty where they are not known.</summary>
    public IReadOnlyList<ComputingSilo> Silos { get; init; } = [];
    /// <summary>Whether they were of different builds or instruction sets, so that another run may give another digest.</summary>
    public bool IsMixed => Silos.Select(silo => (silo.Build, silo.Isa)).Distinct().Count() > 1;
    /// <summary>All runs of the job, the first first; empty where they are not known.</summary>
    public IReadOnlyList<JobRun> History { get; init; } = [];
    /// <summary>The specification as the user wrote it; null where it is not known.</summary>
    public string? SpecificationText { get; init; }
    /// <summary>
    /// Whether the report is only looked at for a moment: rows of samples are left out, and nothing outside of its folder changes.
    /// </summary>
    public bool IsGlance { get; init; }
    /// <summary>Options with which `isac` finds the job again: "--data runs"; empty where it needs none.</summary>
    public string Reach { get; init; } = "";
}

/// <summary>A silo that computed a part of a result.</summary>
/// <param name="Host">Name of its machine.</param>
/// <param name="Isa">Architecture and widest vector extension, for example x64/avx512.</param>
/// <param name="Build">Version and commit.</param>
/// <param name="Cpu">Model of the processor; null where it is not known.</param>
public sealed record ComputingSilo(string Name, string Host, string Isa, string Build, string? Cpu = null);

/// <summary>A lane's merged result and why it stopped.</summary>
/// <param name="read">Reads the result, each time that it is asked for: of ten thousand lanes a report needs one at a time.</param>
/// <param name="accepted">Number of indices merged into the result.</param>
/// <param name="stopReason">Null while the lane is not finished.</param>
public sealed class LaneOutcome(Func<ILaneResult> read, long accepted, string? stopReason)
{
    public LaneOutcome(ILaneResult result, long accepted, string? stopReason) : this(() => result, accepted, stopReason) { }

    /// <summary>To read, not to change, and to keep by who needs it more than once.</summary>
    public ILaneResult Result => read();

    public long Accepted => accepted;

    public string? StopReason => stopReason;
}

/// <summary>What was written, for the command line to show.</summary>
/// <param name="Complete">Whether nothing is missing.</param>
/// <param name="Digest">sha256:... of the exact result.</param>
/// <param name="MainFile">The file to open first.</param>
/// <param name="ResultsFile">The machine-readable result.</param>
/// <param name="Summary">A small table for the terminal; null if there is nothing to tabulate.</param>
public sealed record JobReport(bool Complete, string Digest, string MainFile, string ResultsFile, SummaryTable? Summary)
{
    /// <summary>Why the job failed although nothing is missing: nothing in it succeeded. Null: it did not fail.</summary>
    public string? Failure { get; init; }
}
