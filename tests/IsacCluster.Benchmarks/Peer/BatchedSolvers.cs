using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Solvers;
using MathNet.Numerics.Statistics;

namespace IsacCluster.Benchmarks.Peer;

/// <summary>
/// This project's batch solvers without presolve, as campaigns call them: each case in every other place of a batch and others of its
/// shape between, so that lanes end at different times. The time of a
/// case is the processor time of the batch over its size: a batch takes long enough for other work on the machine to come between.
/// </summary>
internal sealed class BatchedSolvers(TimeProvider time)
{
    private readonly Dictionary<string, IBatchSolver> _solvers = new(StringComparer.Ordinal);

    private static bool IsAlike(IsacInstance a, IsacInstance b) => a.IsPlain == b.IsPlain
        && a.AntennaPowers is null == b.AntennaPowers is null
        && a.Objective.CrossCorrelationWeight > 0 == b.Objective.CrossCorrelationWeight > 0;

    public IEnumerable<Solved> Run(string problem, IReadOnlyList<PeerCase> cases, int repeat)
    {
        if (!_solvers.TryGetValue(problem, out IBatchSolver? solver))
            _solvers[problem] = solver = (IBatchSolver)Baseline.Create(problem, new SolverOptions { Presolve = false });
        foreach (PeerCase item in cases)
        {
            IsacInstance own = item.Case.Instance;
            IsacInstance[] shape = [.. cases.Select(other => other.Case.Instance)
                .Where(other => other.Antennas == own.Antennas && other.Users == own.Users && IsAlike(other, own))];
            IsacInstance[] batch = [.. Enumerable.Range(0, Solved.Together).Select(i => i % 2 == 0 ? own : shape[i / 2 % shape.Length])];
            IReadOnlyList<SolveResult> results = [];
            double[] wall = new double[repeat], milliseconds = new double[repeat];
            for (int i = 0; i < repeat; i++)
            {
                long started = time.GetTimestamp();
                TimeSpan before = Environment.CpuUsage.TotalTime;
                results = solver.Solve(batch);
                milliseconds[i] = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / batch.Length;
                wall[i] = time.GetElapsedTime(started).TotalMilliseconds / batch.Length;
            }

            string status = results[0].Status == SolveStatus.Optimal ? Solved.OptimalStatus : results[0].Status.ToString();
            yield return new Solved(
                item.Case.Id, problem + Solved.Batched, status, results[0].Objective, milliseconds.Median(), wall.Median());
        }
    }
}
