using IsacCluster.Campaigns.Solving.Cases;
using IsacCluster.Isac.Designs;
using IsacCluster.Solvers;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Projection;

namespace IsacCluster.Benchmarks.Stress;

/// <summary>Every solver on one instance; owns their work space, so one object serves one thread.</summary>
internal sealed class StressSolvers(TimeProvider time)
{
    private readonly IBeamformingSolver[] _designs = [.. Baseline.Names.Select(name => Baseline.Create(name))];
    private readonly (string Name, IBatchSolver Solver)[] _lanes = [.. LaneNames.Zip(InLanes)];
    private readonly ProjectionSolver _projection = new(instance => MinimumPower.Solve(instance).Certificate);

    /// <summary>The names in the order of the findings.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Baseline.Names, .. LaneNames, CaseProblems.Projection, CaseProblems.MinimumPower];

    private static IEnumerable<string> LaneNames => InLanes.Select(solver => solver.Name + ", lanes");

    /// <summary>Those that solve batches, without presolve.</summary>
    private static IEnumerable<IBatchSolver> InLanes =>
        Baseline.Names.Select(name => Baseline.Create(name, new SolverOptions { Presolve = false })).OfType<IBatchSolver>();

    public IEnumerable<Finding> Run(HardInstance hard)
    {
        IsacInstance instance = hard.Instance;
        foreach (IBeamformingSolver solver in _designs)
        {
            bool serves = solver.Name != "radar";
            yield return Find(hard.Id, solver.Name, () => solver.Solve(instance), result => AnswerCheck.Judge(result, instance, serves));
        }

        foreach ((string name, IBatchSolver solver) in _lanes)
            yield return Find(hard.Id, name, () => solver.Solve([instance])[0], result => AnswerCheck.Judge(result, instance, true));

        yield return Find(
            hard.Id,
            CaseProblems.Projection,
            () => _projection.Solve(instance, hard.Raw),
            result => AnswerCheck.Judge(result, instance, serves: true));
        yield return Find(
            hard.Id,
            CaseProblems.MinimumPower,
            () => MinimumPower.Solve(instance),
            result => AnswerCheck.Judge(result, instance));
    }

    private Finding Find<T>(int id, string name, Func<T> solve, Func<T, (Verdict Verdict, string Detail)> judge)
    {
        long started = time.GetTimestamp();
        try
        {
            T result = solve();
            double milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
            (Verdict verdict, string detail) = judge(result);
            return new Finding(id, name, verdict, detail, milliseconds);
        }
        catch (Exception e) // solvers never throw for a numerical outcome: whatever they throw is a finding
        {
            double milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
            return new Finding(id, name, Verdict.Unexplained, $"{e.GetType().Name}: {e.Message}", milliseconds);
        }
    }
}
