using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>
/// Solves the cases of a file one by one on the calling thread. Solvers are pure, so a repeat changes the time only; the first
/// repeat of the first case also compiles the code, which the median of three or more repeats leaves out.
/// </summary>
/// <param name="solvers">What is called for each problem.</param>
/// <param name="time">Times each call.</param>
public sealed class CaseSolver(CaseSolvers solvers, TimeProvider time)
{
    private const double MicrosecondsPerSecond = 1e6;

    private readonly CaseSolvers _solvers = solvers ?? throw new ArgumentNullException(nameof(solvers));
    private readonly TimeProvider _time = time ?? throw new ArgumentNullException(nameof(time));

    /// <param name="cases">From <see cref="CaseFile"/>.</param>
    /// <param name="problems">From <see cref="CaseProblems"/>; the projection is left out of cases without a raw design.</param>
    /// <param name="repeat">How often each problem is solved for its time, at least 1.</param>
    /// <exception cref="ArgumentException">A problem without a solver.</exception>
    public IEnumerable<CaseSolution> Solve(
        IEnumerable<SolveCase> cases, IReadOnlyList<string> problems, int repeat, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeat, 1);
        foreach (string problem in problems)
        {
            if (problem is not (CaseProblems.Projection or CaseProblems.MinimumPower) && !_solvers.Designs.ContainsKey(problem))
                throw new ArgumentException($"There is no solver for '{problem}'.", nameof(problems));
        }

        return SolveAll(cases, problems, repeat, cancellation);
    }

    private IEnumerable<CaseSolution> SolveAll(
        IEnumerable<SolveCase> cases, IReadOnlyList<string> problems, int repeat, CancellationToken cancellation)
    {
        foreach (SolveCase item in cases)
        {
            var solutions = new Dictionary<string, ProblemSolution>(StringComparer.Ordinal);
            foreach (string problem in problems)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Solve(item, problem, repeat) is ProblemSolution solution) solutions.Add(problem, solution);
            }

            yield return new CaseSolution(item.Id, solutions);
        }
    }

    private ProblemSolution? Solve(SolveCase item, string problem, int repeat)
    {
        switch (problem)
        {
            case CaseProblems.MinimumPower:
                (MinimumPowerOutcome outcome, double powerTime) = Timed(() => _solvers.MinimumPower(item.Instance), repeat);
                return new ProblemSolution
                {
                    Status = outcome.Status,
                    TimeUs = powerTime,
                    Iterations = outcome.Iterations,
                    Certificate = outcome.Certificate,
                    Power = outcome.Power,
                };
            case CaseProblems.Projection:
                (SolveResult projected, double projectionTime) = Timed(
                    () => _solvers.Projection(item.Instance, item.RawDesign ?? Nothing(item.Instance)), repeat);
                // Without a raw design there is nothing to project, but that nothing is feasible holds for any.
                if (item.RawDesign is null && projected.Status != SolveStatus.Infeasible) return null;
                return Finite(Solution(item.Instance, projected, projectionTime) with { SquaredDistance = projected.Objective });
            default:
                if (!CaseProblems.CanSolve(problem, item.Instance)) return null;
                (SolveResult result, double designTime) = Timed(() => _solvers.Designs[problem](item.Instance), repeat);
                return Finite(Solution(item.Instance, result, designTime));
        }
    }

    private static Design Nothing(IsacInstance instance) =>
        new(new ComplexMatrix(instance.Antennas, instance.Users), new ComplexMatrix(instance.Antennas, instance.Antennas));

    private static ProblemSolution Solution(IsacInstance instance, SolveResult result, double timeUs) => new()
    {
        Status = result.Status,
        TimeUs = timeUs,
        Iterations = result.Iterations,
        Certificate = result.Certificate,
        Design = result.Design,
        Presolved = result.Presolved,
        Mse = result.Design is Design design ? instance.Objective.Mse(design.Covariance()) : double.NaN,
        Value = result.Design is Design found && !instance.IsPlain ? instance.Value(found.Covariance()) : null,
        CrossCorrelation = result.Design is Design correlated && instance.Objective.CrossCorrelationWeight > 0
            ? instance.Objective.CrossCorrelation(correlated.Covariance())
            : null,
        RelativeGap = result.RelativeGap,
        PrimalResidual = result.PrimalResidual,
    };

    /// <summary>
    /// The solution, or a numerical failure where a number of an optimal one is beyond double precision: L(R) of P0 = 1e160 is.
    /// </summary>
    private static ProblemSolution Finite(ProblemSolution solution)
    {
        double[] numbers = [solution.Mse, solution.RelativeGap, solution.PrimalResidual];
        bool known = Array.TrueForAll(numbers, double.IsFinite) && !double.IsInfinity(solution.SquaredDistance);
        if (solution.Status != SolveStatus.Optimal || known) return solution;
        return new ProblemSolution
        {
            Status = SolveStatus.NumericalFailure,
            TimeUs = solution.TimeUs,
            Iterations = solution.Iterations,
        };
    }

    /// <summary>The result of the first call and the median time of all, in microseconds.</summary>
    private (T Result, double MedianUs) Timed<T>(Func<T> solve, int repeat)
    {
        var times = new double[repeat];
        T? first = default;
        for (int r = 0; r < repeat; r++)
        {
            long started = _time.GetTimestamp();
            T result = solve();
            times[r] = _time.GetElapsedTime(started).TotalSeconds * MicrosecondsPerSecond;
            if (r == 0) first = result;
        }

        Array.Sort(times);
        return (first!, (times[(repeat - 1) / 2] + times[repeat / 2]) / 2);
    }
}
