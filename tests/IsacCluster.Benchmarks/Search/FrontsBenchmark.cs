using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Search;
using IsacCluster.Search.Analysis;
using IsacCluster.Search.Space;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Synthetic;
using IsacCluster.Search.Trials;

namespace IsacCluster.Benchmarks.Search;

/// <summary>Samplers of several objectives by the hypervolume of their front after 100 and 200 sequential trials.</summary>
internal static class FrontsBenchmark
{
    private static readonly int[] Budgets = [100, 200];

    /// <summary>Functions, the constraints on them, the reference point, and the volume of the whole front.</summary>
    private static readonly (string Name, string[] Constraints, double[] Reference, double Ideal)[] Functions =
    [
        ("zdt15", [], [1.1, 11], 1.1 * 11 - 1.0 / 3), ("zdt110", [], [1.1, 11], 1.1 * 11 - 1.0 / 3),
        ("zdt25", [], [1.1, 11], 1.1 * 11 - 2.0 / 3), ("zdt210", [], [1.1, 11], 1.1 * 11 - 2.0 / 3),
        ("bnh", ["c1 <= 25", "c2 >= 7.7"], [140, 50], 5267),
    ];

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "samplers", "seeds", "seed", "threads", "date");
        string[] samplers = (options.Text("samplers") ?? "tpe,nsga2,random").Split(',');
        if (samplers.FirstOrDefault(name => !SamplerCatalog.Names.Contains(name)) is { } unknown)
            throw new UsageException($"--samplers: '{unknown}'; allowed: {string.Join(", ", SamplerCatalog.Names)}.");
        int seeds = options.Integer("seeds", 10), first = options.Integer("seed", 1000, least: 0);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Integer("threads", 1) };
        Console.WriteLine($"{MachineFacts.Take(options.Date(TimeProvider.System))}\n");
        var table = new MarkdownTable(
        [
            $"volume that is missing of the whole front's, {seeds} seeds from {first}: mean (standard error)",
            .. samplers.SelectMany(name => Budgets.Select(n => $"{name}, {n}")),
        ]);
        foreach ((string name, string[] constraints, double[] reference, double ideal) in Functions)
        {
            List<string> row = [name];
            foreach (string sampler in samplers)
            {
                double[][] missing = new double[seeds][];
                Parallel.For(0, seeds, parallel, s => missing[s] = Missing(name, constraints, reference, ideal, sampler, first + s));
                row.AddRange(Enumerable.Range(0, Budgets.Length).Select(k => Cell([.. missing.Select(values => values[k])])));
            }

            table.Add([.. row]);
        }

        Console.WriteLine(table);
        return 0;
    }

    private static double[] Missing(string name, string[] constraints, double[] reference, double ideal, string sampler, int seed)
    {
        SyntheticObjective objective = SyntheticCatalog.Create(name);
        Constraint[] limits = [.. constraints.Select(Constraint.Parse)];
        var study = new Study(new StudyOptions
        {
            Space = objective.Space,
            Sampler = SamplerCatalog.Create(sampler),
            Seed = (ulong)seed,
            Directions = [.. Enumerable.Repeat(Direction.Minimize, objective.Objectives)],
        });
        double[] missing = new double[Budgets.Length];
        for (int n = 1; n <= Budgets[^1]; n++)
        {
            Trial trial = study.Ask();
            double[] measured = objective.Measure(trial.Parameters, trial.Number);
            study.Record(
                trial.Number, trial.Parameters, TrialState.Complete, measured[..objective.Objectives], [],
                [.. limits.Select(limit => limit.Excess(objective.Measured, measured) / limit.Scale)]);
            if (Array.IndexOf(Budgets, n) is var at and >= 0)
                missing[at] = ideal - Hypervolume.Of(ParetoFront.Of(study).Select(t => t.Values.ToArray()), reference);
        }

        return missing;
    }

    private static string Cell(double[] values)
    {
        double mean = values.Average();
        double error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1) / values.Length);
        return $"{Number.Significant(mean)} ({Number.Significant(error)})";
    }
}
