using IsacCluster.Isac.Designs;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.InteriorPoint.Blockwise;
using IsacCluster.Solvers.InteriorPoint.Coupled;
using IsacCluster.Solvers.Presolve;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// The ways in which one solver minimises L(R), each ending in an audited result, with the work space of the last shape: solves of equal
/// shape allocate no matrices for the iteration.
/// </summary>
/// <param name="split">Whether the presolve splits the covariance among users, as in the SDR, or forces zeros.</param>
internal sealed class PatternMethods(SolverOptions options, bool split)
{
    private readonly SolveBudget _budget = new(options);
    private readonly FaceSearch _search = new(split);
    private readonly RadarSolver _withoutUsers = new();
    private readonly CoupledBatch _batch = new(options);
    private CoupledMethod? _coupled;
    private BlockwiseMethod? _blockwise;

    /// <summary>Begins a solve; the result where there is nobody to serve, or where something else than L(R) is to be optimised.</summary>
    public SolveResult? Start(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (instance.Criterion is not null) return new SolveResult { Status = SolveStatus.NumericalFailure };
        _budget.Start();
        return instance.Users == 0 ? _withoutUsers.Solve(instance) : null;
    }

    /// <summary>
    /// Another radar-only optimum that serves the users; null where none is found or the design does not pass as optimal.
    /// </summary>
    /// <param name="repair">What is done to the design before it is audited.</param>
    public SolveResult? Searched(IsacInstance instance, UnitChannel channel, Action<Design>? repair = null)
    {
        if (!options.Presolve) return null;
        RadarOptimum optimum = RadarOptimum.Of(instance);
        if (_search.Try(optimum, channel, instance.SinrThreshold) is not (Design found, int steps)) return null;
        repair?.Invoke(found);
        return PatternResult.Presolved(found, steps, instance, optimum);
    }

    /// <summary>
    /// Whether the coupled form is to be tried and is the cheaper one: its L^2 multipliers of the link cost O(L^6) where L blocks cost
    /// O(L M^3).
    /// </summary>
    /// <param name="batch">Whether lanes may take it, where it pays a little longer.</param>
    public bool Couples(IsacInstance instance, CoupledBatch? batch = null)
    {
        if (!options.Coupled || instance.Objective.Array.Lags.Lattice?.IsFull != true) return false;
        bool lanes = instance.Objective.Array.IsLinear && batch?.Reaches(instance.Antennas, instance.Users) == true;
        return lanes || Couples(instance.Antennas, instance.Users);
    }

    /// <summary>
    /// Whether the forms for L(R), a total power and equal users take an instance: the sums of its array are a transform of the pattern at
    /// uniform frequencies. Else the general form does.
    /// </summary>
    public static bool Takes(IsacInstance instance) => instance.IsPlain && instance.Objective.Array.Lags.Lattice is not null;

    /// <summary>The same for antenna powers and cross-correlation, which lanes alone know.</summary>
    public bool CouplesInLanes(IsacInstance instance) => options.Coupled && _batch.Reaches(instance.Antennas, instance.Users);

    /// <summary><see cref="IBeamformingSolver.ExpectedWork"/> of an iterated solve.</summary>
    public static double ExpectedWork(int antennas, int users) => SolveWork.TypicalIterations
        * (Couples(antennas, users) ? SolveWork.OfCoupled(antennas, users) : SolveWork.OfBlockwise(antennas, users));

    /// <summary>The iterated solve: the coupled form where it ends as optimal, else the blockwise one.</summary>
    /// <param name="program">Of the coupled form; null where it does not pay or does not apply.</param>
    /// <param name="recover">The design of the program's solution.</param>
    /// <param name="batch">Takes the program, if it can; the result is null then.</param>
    public SolveResult? Iterated(
        IsacInstance instance, CoupledProgram? program, Func<CoupledPoint, Design?> recover, CoupledBatch? batch,
        Func<SolveResult> blockwise)
    {
        if (program is null || batch?.Takes(program) != true) return Coupled(instance, program, recover) ?? blockwise();
        batch.Add(new CoupledTask(instance, program, recover, program.Shape.IsGeneral ? blockwise : null));
        return null;
    }

    /// <summary>The coupled form; null where it does not apply or does not end as optimal.</summary>
    private SolveResult? Coupled(IsacInstance instance, CoupledProgram? program, Func<CoupledPoint, Design?> recover)
    {
        if (program is null) return null;
        if (program.Shape.IsGeneral) return _batch.Alone(new CoupledTask(instance, program, recover));
        if (_coupled is null || _coupled.Shape != program.Shape) _coupled = new CoupledMethod(program.Shape);
        InteriorPointOutcome outcome = _coupled.Solve(program, _budget);
        if (recover(_coupled.Point) is not Design recovered) return null;
        SolveResult result = PatternResult.Of(recovered, instance, outcome);
        // The patterns of planar arrays come close to zero, where rounding leaves a little of the gap and blocks for each user no less.
        bool ends = instance.Objective.Array.IsLinear ? PatternResult.IsCertified(result) : result.Status == SolveStatus.Optimal;
        return outcome.Limit != SolveLimit.None || ends ? result : null;
    }

    /// <summary>The instances together.</summary>
    public IReadOnlyList<SolveResult> Together(
        IReadOnlyList<IsacInstance> instances, Func<IsacInstance, CoupledBatch?, SolveResult?> start) => _batch.Solve(instances, start);

    /// <summary>The blockwise form; without a program rounding left no start.</summary>
    /// <param name="iterations">What was spent before.</param>
    public SolveResult Blockwise(IsacInstance instance, ConicProgram? program, Func<BlockwiseMethod, Design?> recover, int iterations = 0)
    {
        if (program is null) return new SolveResult { Status = SolveStatus.NumericalFailure, Iterations = iterations };
        if (_blockwise is null || !_blockwise.Fits(program)) _blockwise = new BlockwiseMethod(program.Shape());
        InteriorPointOutcome outcome = _blockwise.Solve(program, _budget);
        return recover(_blockwise) is Design recovered
            ? PatternResult.Of(recovered, instance, outcome)
            : new SolveResult { Status = SolveStatus.NumericalFailure, Iterations = iterations + outcome.Iterations };
    }

    private static bool Couples(int antennas, int users) => users * users <= 3 * antennas;
}
