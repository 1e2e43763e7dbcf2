using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Solvers;
using MathNet.Numerics.Statistics;

namespace IsacCluster.Benchmarks.Peer;

/// <summary>
/// This project's batch solvers without presolve, as campaigns call them: each case in every other place of a batch and others of its
/// shape between, so that lanes end at different times. The time of a case is the batch's over its size.
/// </summary>
internal sealed class BatchedSolvers(TimeProvider time)
{
    private readonly Dictionary<string, IBatchSolver> _solvers = new(StringComparer.Ordinal);

    public IEnumerable<Solved> Run(string problem, IReadOnlyList<PeerCase> cases, int repeat)
    {
        if (!_solvers.TryGetValue(problem, out IBatchSolver? solver))
            _solvers[problem] = solver = (IBatchSolver)Baseline.Create(problem, new SolverOptions { Presolve = false });
        foreach (PeerCase item in cases)
        {
            IsacInstance own = item.Case.Instance;
            IsacInstance[] shape = [.. cases.Select(other => other.Case.Instance)
                .Where(other => other.Antennas == own.Antennas && other.Users == own.Users && other.IsPlain)];
            IsacInstance[] batch = [.. Enumerable.Range(0, Solved.Together).Select(i => i % 2 == 0 ? own : shape[i / 2 % shape.Length])];
            IReadOnlyList<SolveResult> results = [];
            double[] milliseconds = [.. Enumerable.Range(0, repeat).Select(_ =>
            {
                long started = time.GetTimestamp();
                results = solver.Solve(batch);
                return time.GetElapsedTime(started).TotalMilliseconds / batch.Length;
            })];
            string status = results[0].Status == SolveStatus.Optimal ? Solved.OptimalStatus : results[0].Status.ToString();
            double median = milliseconds.Median();
            yield return new Solved(item.Case.Id, problem + Solved.Batched, status, results[0].Objective, median, median);
        }
    }
}
