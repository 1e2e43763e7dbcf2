using System.Globalization;
using System.Text.Json;
using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Search;
using IsacCluster.Search.Synthetic;

namespace IsacCluster.Benchmarks.Search;

/// <summary>
/// Samplers by the best value after 50, 100 and 200 sequential trials: means beside those of Optuna 5, and the regret on the 24 noiseless
/// functions of BBOB in 5 dimensions.
/// </summary>
internal static class QualityBenchmark
{
    private const int Dimensions = 5;

    private static readonly int[] Budgets = [50, 100, 200];

    /// <summary>Names in the peer's file, and here.</summary>
    private static readonly (string Peer, string Own)[] Objectives =
    [
        ("sphere10", "sphere10"), ("hartmann6", "hartmann6"), ("mixed", "mixed"), ("rosenbrock5", "rosenbrock5"),
        ("rastrigin5", "rastrigin-centred5"), ("ellipsoid6", "ellipsoid6"), ("branin", "branin"), ("crash_sphere4", "crash-sphere4"),
    ];

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "samplers", "seeds", "seed", "bbob-seeds", "threads", "date");
        string[] samplers = (options.Text("samplers") ?? "auto,tpe,gp,cma-es,random").Split(',');
        if (samplers.FirstOrDefault(name => !SamplerCatalog.Names.Contains(name)) is { } unknown)
            throw new UsageException($"--samplers: '{unknown}'; allowed: {string.Join(", ", SamplerCatalog.Names)}.");
        int seeds = options.Integer("seeds", 20), first = options.Integer("seed", 1000, least: 0);
        int bbobSeeds = options.Integer("bbob-seeds", 10, least: 0);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Integer("threads", 1) };
        Console.WriteLine($"{MachineFacts.Take(options.Date(TimeProvider.System))}\n");
        foreach (string sampler in samplers) Console.WriteLine(AgainstPeer(sampler, first, seeds, parallel));
        if (bbobSeeds > 0) Console.WriteLine(Bbob(samplers, first, bbobSeeds, parallel));
        return 0;
    }

    private static MarkdownTable AgainstPeer(string sampler, int first, int seeds, ParallelOptions parallel)
    {
        using JsonDocument peer = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "peers", "optuna5.json")));
        var table = new MarkdownTable(
            [$"`{sampler}`, {seeds} seeds from {first}: mean (standard error), Optuna 5", .. Budgets.Select(n => $"{n} trials"),
            "ms per trial"]);
        foreach ((string name, string own) in Objectives)
        {
            double[][] best = new double[seeds][];
            long started = TimeProvider.System.GetTimestamp();
            Parallel.For(0, seeds, parallel, s =>
                best[s] = SyntheticStudy.Best(SyntheticCatalog.Create(own), sampler, first + s, Budgets[^1]));
            double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            JsonElement values = peer.RootElement.GetProperty("results").GetProperty(name);
            table.Add([own, .. Budgets.Select(n => Cell([.. best.Select(b => b[n - 1])], values.GetProperty($"{n}"))),
                Number.Significant(1000 * seconds / (seeds * Budgets[^1]))]);
        }

        return table;
    }

    /// <summary>Own mean and error, the peer's, and a mark: + better, = within one standard error of the difference, - worse.</summary>
    private static string Cell(double[] own, JsonElement peer)
    {
        double mean = own.Average(), error = StandardError(own);
        double other = peer.GetProperty("mean").GetDouble(), otherError = peer.GetProperty("sem").GetDouble();
        double allowed = Math.Sqrt(error * error + otherError * otherError);
        string mark = mean <= other - allowed ? "+" : mean <= other + allowed ? "=" : "-";
        return $"{Number.Significant(mean)} ({Number.Significant(error)}), {Number.Significant(other)} {mark}";
    }

    private static double StandardError(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1) / values.Length);
    }

    /// <summary>Median of (best - optimum), and its mean ratio to that of random search.</summary>
    private static MarkdownTable Bbob(string[] samplers, int first, int seeds, ParallelOptions parallel)
    {
        string[] all = [.. samplers.Where(name => name != "random"), "random"];
        IEnumerable<string> columns = all.SelectMany(name => name == "random" ? [name] : new[] { name, "ratio" });
        var table = new MarkdownTable([$"regret of {Budgets[^1]} trials, {seeds} seeds from {first}", .. columns]);
        double[] ratios = new double[all.Length];
        const int functions = 24;
        for (int f = 1; f <= functions; f++)
        {
            double[] medians = [.. all.Select(sampler => Median(f, sampler, first, seeds, parallel))];
            List<string> row = [$"f{f}"];
            for (int k = 0; k < all.Length; k++)
            {
                double ratio = medians[k] / medians[^1];
                ratios[k] += ratio / functions;
                row.AddRange(all[k] == "random" ? [Number.Significant(medians[k])] : [Number.Significant(medians[k]), Ratio(ratio)]);
            }

            table.Add([.. row]);
        }

        table.Add(["mean ratio", .. all.SelectMany((name, k) => name == "random" ? ["1"] : new[] { "", Ratio(ratios[k]) })]);
        return table;
    }

    private static string Ratio(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>Of instances 1 + seed.</summary>
    private static double Median(int function, string sampler, int first, int seeds, ParallelOptions parallel)
    {
        double[] regret = new double[seeds];
        Parallel.For(0, seeds, parallel, s =>
        {
            SyntheticObjective objective = SyntheticCatalog.Create($"bbob-f{function}-{Dimensions}-{1 + first + s}");
            regret[s] = SyntheticStudy.Best(objective, sampler, first + s, Budgets[^1])[^1] - objective.Optimum;
        });
        Array.Sort(regret);
        return 0.5 * (regret[(seeds - 1) / 2] + regret[seeds / 2]);
    }
}
