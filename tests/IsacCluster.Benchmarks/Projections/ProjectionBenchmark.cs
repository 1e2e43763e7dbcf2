using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Isac.Designs;
using IsacCluster.Solvers;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Projection;
using MathNet.Numerics.Statistics;

namespace IsacCluster.Benchmarks.Projections;

/// <summary>Time and outcome of the projection on the designs of committed networks, setting by setting, on the calling thread.</summary>
internal static class ProjectionBenchmark
{
    private const int Rounds = 3;

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "count", "samples", "seed", "date");
        int count = options.Integer("count", 200), samples = options.Integer("samples", 4000);
        ulong seed = (ulong)options.Integer("seed", 7, least: 0);
        Console.WriteLine(MachineFacts.Take(options.Date(TimeProvider.System)));
        var table = new MarkdownTable(
            "designs", "projected", "optimal", "infeasible", "other", "CPU us each", "iterations", "most",
            "median distance", "largest gap");
        foreach (ProjectionRegime regime in ProjectionRegime.All)
        {
            Console.Error.WriteLine(regime.Name);
            var designs = regime.Draw(seed, count, samples);
            if (designs.Count > 0) table.Add([regime.Name, .. Measure(designs)]);
        }

        Console.WriteLine(table);
        Console.WriteLine($"load average after: {MachineFacts.ReadLoadAverage()}");
        return 0;
    }

    private static IEnumerable<string> Measure(IReadOnlyList<(IsacInstance Instance, Design Raw)> designs)
    {
        var solver = new ProjectionSolver(instance => MinimumPower.Solve(instance).Certificate);
        SolveResult[] results = [.. designs.Select(design => solver.Solve(design.Instance, design.Raw))]; // untimed: compiles
        double least = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime; // a busy machine lengthens it least
            foreach ((IsacInstance instance, Design raw) in designs) solver.Solve(instance, raw);
            least = Math.Min(least, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / designs.Count);
        }

        SolveResult[] optimal = [.. results.Where(result => result.Status == SolveStatus.Optimal)];
        int infeasible = results.Count(result => result.Status == SolveStatus.Infeasible);
        return
        [
            Number.Count(designs.Count), Number.Count(optimal.Length), Number.Count(infeasible),
            Number.Count(designs.Count - optimal.Length - infeasible), Number.Significant(least),
            Number.Significant(results.Select(result => (double)result.Iterations).Median()),
            Number.Count(results.Max(result => result.Iterations)),
            Number.Scientific(optimal.Select(result => result.Objective).DefaultIfEmpty(double.NaN).Median()),
            Number.Scientific(optimal.Select(result => Math.Abs(result.RelativeGap)).DefaultIfEmpty(double.NaN).Max()),
        ];
    }
}
