namespace IsacCluster.Campaigns.Studies.Programs;

/// <summary>
/// A program that runs, with the programs that it starts: they end with this process, however that ends, and when it is disposed. What it
/// prints goes to files without passing through this process, so that nothing which it has printed is lost with it.
/// </summary>
internal abstract class TrialProgram : IDisposable
{
    /// <summary>Its exit code, 128 + n where signal n ended it; null where nobody can tell.</summary>
    public abstract Task<int?> Exit { get; }

    /// <exception cref="IOException">It cannot be started here at all.</exception>
    public static TrialProgram Start(ProgramStart start) => OperatingSystem.IsWindows() ? new JobProgram(start) : new GuardedProgram(start);

    /// <summary>Asks it to end, where the system knows how to; it may still save something.</summary>
    public abstract void Terminate();

    /// <summary>Ends it and all that it started, at once.</summary>
    public abstract void Dispose();
}
