namespace IsacCluster.Jobs;

/// <summary>
/// A job whose tasks depend on results of tasks before them: a task is a pure function of (job, range, argument), and the owner of a lane
/// has the argument computed from what it has accepted before it leases the task. Tasks of such a job have one index each.
/// </summary>
public interface IAdaptiveJob : IJob
{
    /// <summary>A new sequencer of a lane, which knows no results yet. It belongs to one ledger and is not thread-safe.</summary>
    ITaskSequencer CreateSequencer(int lane);
}

/// <summary>
/// Decides which tasks of a lane may begin, and with which argument. Its calls may take long: they come one after another from a thread
/// that is free to wait, never from a grain's turn. What it throws fails the job, with its message.
/// </summary>
public interface ITaskSequencer
{
    /// <summary>Indices below it may be leased now; it never falls while results are only added.</summary>
    long Horizon { get; }

    /// <summary>Takes in an accepted result: first those of earlier runs, then each as it comes. Any order; each index once.</summary>
    void Accept(ILaneResult partial);

    /// <summary>The argument of an index below the horizon. Until the index is accepted, a further call gives the same.</summary>
    byte[] ArgumentOf(long index);
}
