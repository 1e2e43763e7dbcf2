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

/// <summary>Counts one solve's iterations, work and time against its <see cref="SolverOptions"/>.</summary>
internal sealed class SolveBudget(SolverOptions options)
{
    private long _started;
    private double _work;

    /// <summary>What is left of the work.</summary>
    public double WorkLeft => options.WorkLimit - _work;

    /// <summary>Iterations of the current solve.</summary>
    public int Iterations { get; private set; }

    /// <summary>The limit that was reached, if any.</summary>
    public SolveLimit Limit { get; private set; }

    public void Start()
    {
        (Iterations, Limit, _work) = (0, SolveLimit.None, 0);
        if (options.TimeLimit is not null) _started = options.Time.GetTimestamp();
    }

    /// <summary>Counts work that was done within an iteration.</summary>
    public void Charge(double work) => _work += work;

    /// <summary>Whether another iteration may begin; it is counted then.</summary>
    /// <param name="work">Of the iteration, as far as it is known.</param>
    public bool TryContinue(double work)
    {
        if (Iterations >= (options.IterationLimit ?? int.MaxValue) || work > WorkLeft) Limit = SolveLimit.Iterations;
        else if (options.TimeLimit is TimeSpan most && options.Time.GetElapsedTime(_started) >= most) Limit = SolveLimit.Time;
        else (Iterations, _work) = (Iterations + 1, _work + work);
        return Limit == SolveLimit.None;
    }
}
