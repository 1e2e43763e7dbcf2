using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Campaigns.Solving.Cases;
using IsacCluster.Solvers;

namespace IsacCluster.Benchmarks.Peer;

/// <summary>This project's solvers on the calling thread, called as `isac solve` calls them.</summary>
internal sealed class OwnSolvers(TimeProvider time)
{
    /// <summary>
    /// The runtime compiles a method three times, at the latest after 30 calls and on a background thread; with less warm-up the
    /// first cases would be timed on unfinished code.
    /// </summary>
    private const int WarmUpRepeats = 40;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private readonly CaseSolver _solver = new(StandardCaseSolvers.Create(), time);
    private readonly CaseSolver _iterating = new(StandardCaseSolvers.Create(new SolverOptions { Presolve = false }), time);

    private readonly BatchedSolvers _batched = new(time);

    /// <summary>Solves until the code is compiled for good.</summary>
    public void GetWarm(IReadOnlyList<PeerCase> cases, IReadOnlyList<string> problems)
    {
        long started = time.GetTimestamp();
        do Run(cases, problems, WarmUpRepeats);
        while (time.GetElapsedTime(started) < WarmUp);
    }

    /// <summary>The median time of <paramref name="repeat"/> solves for each case and problem.</summary>
    public Pass Measure(IReadOnlyList<PeerCase> cases, IReadOnlyList<string> problems, int repeat) =>
        new(Pass.Ours, Run(cases, problems, repeat), MachineFacts.ReadLoadAverage());

    private List<Solved> Run(IReadOnlyList<PeerCase> cases, IReadOnlyList<string> problems, int repeat) =>
        [.. Run(_solver, "", cases, [.. problems.Where(problem => !IsIterated(problem) && !IsBatched(problem))], repeat),
            .. problems.Where(IsBatched).SelectMany(problem => _batched.Run(problem[..^Solved.Batched.Length], cases, repeat)),
            .. Run(
                _iterating, Solved.Iterated, cases,
                [.. problems.Where(IsIterated).Select(problem => problem[..^Solved.Iterated.Length])], repeat)];

    private static bool IsBatched(string problem) => problem.EndsWith(Solved.Batched, StringComparison.Ordinal);

    private static bool IsIterated(string problem) => problem.EndsWith(Solved.Iterated, StringComparison.Ordinal);

    private static IEnumerable<Solved> Run(
        CaseSolver solver, string suffix, IReadOnlyList<PeerCase> cases, IReadOnlyList<string> problems, int repeat) =>
        solver.Solve(cases.Select(item => item.Case), problems, repeat)
            .SelectMany(solution => solution.Problems.Select(problem => ToSolved(solution.Id, problem.Key, problem.Value, suffix)));

    private static Solved ToSolved(string id, string problem, ProblemSolution solution, string suffix)
    {
        double value = problem switch
        {
            CaseProblems.MinimumPower => solution.Power,
            CaseProblems.Projection => solution.SquaredDistance,
            _ => solution.Value ?? solution.Mse,
        };
        string status = solution.Status == SolveStatus.Optimal ? Solved.OptimalStatus : solution.Status.ToString();
        double milliseconds = solution.TimeUs / 1e3;
        return new Solved(id, problem + suffix, status, value, milliseconds, milliseconds, solution.Presolved);
    }
}
