using IsacCluster.Isac.Designs;

namespace IsacCluster.Solvers;

/// <summary>What a solver may do and how long. The defaults are those of every campaign.</summary>
public sealed record SolverOptions
{
    /// <summary>
    /// Whether shortcuts from the radar-only optimum are tried first (sdr and zf); without them every instance is iterated.
    /// </summary>
    public bool Presolve { get; init; } = true;

    /// <summary>
    /// Most iterations of one solve, over all its methods; a solve that needs more ends as <see cref="SolveStatus.IterationLimit"/>. Null
    /// (the default): each method's own limit, which no known instance reaches.
    /// </summary>
    public int? IterationLimit { get; init; }

    /// <summary>
    /// Most work of one solve in real multiply-adds, by the counts of <see cref="SolveWork"/>; a step that would need more is not begun and
    /// the solve ends as <see cref="SolveStatus.IterationLimit"/>. The default, 2e11, takes a minute or two of one core: 64 antennas and
    /// users stay below it, 128 do not. It depends on shapes and steps alone, so campaigns have it and are still the same everywhere.
    /// </summary>
    public double WorkLimit { get; init; } = 2e11;

    /// <summary>
    /// Longest time of one solve, looked at between iterations; a solve that needs more ends as <see cref="SolveStatus.TimeLimit"/>. Null
    /// (the default): none. With a limit results depend on the clock, so campaigns have none. What is made once for a target set does not
    /// count.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The clock of <see cref="TimeLimit"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// How the minimum-power problem of an instance is solved, by sdr always and by zf and zf-pinv where they are infeasible. Null (the
    /// default): anew in every solve. Whoever gives one instance to several solvers shares one MinimumPowerMemo of folder Feasibility: the
    /// same bits.
    /// </summary>
    public Func<IsacInstance, MinimumPowerResult>? MinimumPower { get; init; }

    /// <summary>Whether the coupled form is tried before one block for each user; tests compare the two.</summary>
    internal bool Coupled { get; init; } = true;
}
