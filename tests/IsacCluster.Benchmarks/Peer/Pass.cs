namespace IsacCluster.Benchmarks.Peer;

/// <summary>One run of one solver over all cases.</summary>
/// <param name="Solver">Whose pass it is.</param>
/// <param name="LoadAverage">Of the machine, after the pass.</param>
internal sealed record Pass(string Solver, IReadOnlyList<Solved> Results, string LoadAverage)
{
    public const string Ours = "IsacCluster";
}

/// <summary>One problem of one case as one solver solved it.</summary>
/// <param name="Status">"optimal", or how else it ended.</param>
/// <param name="Value">The optimal value: L(R), squared distance or power.</param>
/// <param name="Milliseconds">
/// Of the solve alone, as little lengthened by other work on the machine as can be had: CPU time of the peer, whose solves are long;
/// the median wall-clock time of many repeats of ours, which are too short for a clock of CPU time, but CPU time of batches.
/// </param>
/// <param name="WallMilliseconds">Wall-clock time of the solve.</param>
/// <param name="Presolved">Whether a shortcut took the place of the iteration.</param>
internal sealed record Solved(
    string CaseId, string Problem, string Status, double Value, double Milliseconds, double WallMilliseconds, bool Presolved = false)
{
    /// <summary>Ends the name of a problem that was solved without presolve.</summary>
    public const string Iterated = " without presolve";

    /// <summary>Ends the name of a problem of which <see cref="Together"/> were solved at once, without presolve.</summary>
    public const string Batched = ", 64 at once";
    public const int Together = 64;
    public const string OptimalStatus = "optimal";

    /// <summary>The problem itself, however it was solved.</summary>
    public string BaseProblem =>
        Problem.Replace(Iterated, "", StringComparison.Ordinal).Replace(Batched, "", StringComparison.Ordinal);

    public bool IsOptimal => Status == OptimalStatus;
}
