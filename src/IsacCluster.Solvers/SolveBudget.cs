namespace IsacCluster.Solvers;

/// <summary>Which limit ended an iteration.</summary>
internal enum SolveLimit
{
    None,
    Iterations,
    Time,
}

/// <summary>What a limit means for a result.</summary>
internal static class SolveLimits
{
    /// <summary>How a solve ended that found nothing before this limit; without a limit arithmetic broke down.</summary>
    public static SolveStatus Status(this SolveLimit limit) => limit switch
    {
        SolveLimit.Iterations => SolveStatus.IterationLimit,
        SolveLimit.Time => SolveStatus.TimeLimit,
        _ => SolveStatus.NumericalFailure,
    };
}

/// <summary>Counts one solve's iterations and time against its <see cref="SolverOptions"/>.</summary>
internal sealed class SolveBudget(SolverOptions options)
{
    private long _started;

    /// <summary>Iterations of the current solve.</summary>
    public int Iterations { get; private set; }

    /// <summary>The limit that was reached, if any.</summary>
    public SolveLimit Limit { get; private set; }

    public void Start()
    {
        (Iterations, Limit) = (0, SolveLimit.None);
        if (options.TimeLimit is not null) _started = options.Time.GetTimestamp();
    }

    /// <summary>Whether another iteration may begin; it is counted then.</summary>
    public bool TryContinue()
    {
        if (Iterations >= (options.IterationLimit ?? int.MaxValue)) Limit = SolveLimit.Iterations;
        else if (options.TimeLimit is TimeSpan most && options.Time.GetElapsedTime(_started) >= most) Limit = SolveLimit.Time;
        else Iterations++;
        return Limit == SolveLimit.None;
    }
}
