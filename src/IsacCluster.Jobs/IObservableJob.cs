namespace IsacCluster.Jobs;

/// <summary>A job of one long index a lane, each of which tells how far it is.</summary>
public interface IObservableJob : IJob
{
    /// <summary>How far the running index of a lane is; null where none is running.</summary>
    IndexProgress? ProgressOf(int lane);
}

/// <summary>How far an index is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all, at most.</param>
/// <param name="Report">Number of the last report that is worth a line of its own; 0: none yet.</param>
/// <param name="Brief">For a live line of a terminal, beside a bar.</param>
/// <param name="Line">The report in words.</param>
public sealed record IndexProgress(int Step, int Steps, int Report, string Brief, string Line);
