using System.Collections.Concurrent;
using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Solvers;
using IsacCluster.Solvers.Feasibility;
using MathNet.Numerics.Statistics;

namespace IsacCluster.Benchmarks.Stress;

/// <summary>How every solver ends on hard random instances; it depends on the seed and the ids alone, not on the threads.</summary>
internal static class StressBenchmark
{
    private const int MostPrinted = 200;

    /// <returns>1 if an outcome is unexplained.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "count", "seed", "threads", "id", "largest", "date");
        int count = options.Integer("count", 10_000), threads = options.Integer("threads", Environment.ProcessorCount);
        ulong seed = (ulong)options.Integer("seed", 2025, least: 0);
        int largest = options.Integer("largest", HardInstance.UsualAntennas, least: 4, most: 256);
        if (options.Text("id") is not null) return Show(HardInstance.Draw(seed, options.Integer("id", 0, least: 0), largest), seed);

        var facts = MachineFacts.Take(options.Date(TimeProvider.System));
        Finding[] findings = Solve(seed, count, largest, threads);
        Console.WriteLine($"{facts}- {Number.Count(count)} instances, M up to {largest}, seed {seed}, {threads} threads");
        Console.WriteLine($"- load average after: {MachineFacts.ReadLoadAverage()}\n\n{Table(findings)}");
        foreach (Finding finding in findings.Where(finding => finding.Verdict == Verdict.Certified).Take(MostPrinted))
            Console.WriteLine($"id {finding.Id} {finding.Solver}: {finding.Detail}; {HardInstance.Draw(seed, finding.Id, largest)}");
        Finding[] unexplained = [.. findings.Where(finding => finding.Verdict == Verdict.Unexplained)];
        foreach (Finding finding in unexplained.Take(MostPrinted))
            Console.WriteLine($"id {finding.Id} {finding.Solver}: {finding.Detail}; {HardInstance.Draw(seed, finding.Id, largest)}");
        foreach (var solver in unexplained.Skip(MostPrinted).GroupBy(finding => finding.Solver))
            Console.WriteLine($"and of {solver.Key}, ids {string.Join(' ', solver.Select(finding => finding.Id))}");
        return unexplained.Length > 0 ? 1 : 0;
    }

    /// <summary>One instance in full, to reproduce what a run printed.</summary>
    private static int Show(HardInstance hard, ulong seed)
    {
        MinimumPowerResult least = MinimumPower.Solve(hard.Instance);
        Console.WriteLine($"id {hard.Id}, seed {seed}: {hard}");
        Console.WriteLine($"least power / P0: {Number.Significant(least.Power / hard.Instance.Power)} ({least.Status})\n");
        var table = new MarkdownTable("solver", "verdict", "ms", "detail");
        Finding[] findings = [.. new StressSolvers(TimeProvider.System).Run(hard)];
        foreach (Finding finding in findings)
            table.Add(finding.Solver, finding.Verdict.ToString(), Number.Significant(finding.Milliseconds), finding.Detail);
        Console.WriteLine(table);
        return findings.Any(finding => finding.Verdict == Verdict.Unexplained) ? 1 : 0;
    }

    private static Finding[] Solve(ulong seed, int count, int largest, int threads)
    {
        var findings = new ConcurrentBag<Finding>();
        int done = 0, step = Math.Max(1, count / 10);
        Parallel.ForEach(
            Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new StressSolvers(TimeProvider.System),
            (id, _, solvers) =>
            {
                foreach (Finding finding in solvers.Run(HardInstance.Draw(seed, id, largest))) findings.Add(finding);
                int now = Interlocked.Increment(ref done);
                if (now % step == 0) Console.Error.WriteLine($"{Number.Count(now)} of {Number.Count(count)}");
                return solvers;
            },
            _ => { });
        return [.. findings.OrderBy(finding => finding.Id).ThenBy(finding => finding.Solver, StringComparer.Ordinal)];
    }

    private static MarkdownTable Table(IReadOnlyList<Finding> findings)
    {
        var table = new MarkdownTable(
            "solver", "optimal, gap <= 1e-8", "optimal, gap <= 1e-6", "optimal, no gap stated",
            "claims nothing", "infeasible, proved", "unexplained",
            "median (ms)", "99 % (ms)", "largest (ms)");
        foreach (string solver in StressSolvers.Names)
        {
            Finding[] own = [.. findings.Where(finding => finding.Solver == solver)];
            double[] times = [.. own.Select(finding => finding.Milliseconds)];
            IEnumerable<string> counts = Enum.GetValues<Verdict>()
                .Select(verdict => Number.Count(own.Count(finding => finding.Verdict == verdict)));
            IEnumerable<string> quantiles = new[] { times.Median(), times.Quantile(0.99), times.Max() }.Select(Number.Significant);
            table.Add([solver, .. counts, .. quantiles]);
        }

        return table;
    }
}
