using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Search;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Synthetic;
using IsacCluster.Search.Trials;

namespace IsacCluster.Benchmarks.Search;

/// <summary>
/// The samplers: mean best value of sequential studies on the test functions, and what proposing costs; Optuna's TPE beside ours where a
/// Python interpreter with it is named.
/// </summary>
internal static class SearchBenchmark
{
    private const string Sphere = "sphere10";
    private const int Overhead = 1000, Asks = 200;

    private static readonly string[] Objectives = [Sphere, "hartmann6", "mixed"];
    private static readonly string[] Samplers = ["random", "sobol", "tpe", "cma-es"];
    private static readonly int[] Histories = [1_000, 10_000, 100_000];

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "trials", "seeds", "seed", "python", "date");
        int trials = options.Integer("trials", 200), seeds = options.Integer("seeds", 10), first = options.Integer("seed", 0, least: 0);
        OptunaPeer? peer = options.Text("python") is { } python ? new OptunaPeer(python) : null;
        Console.WriteLine($"{MachineFacts.Take(options.Date(TimeProvider.System))}\n");
        Console.WriteLine(Quality(peer, trials, first, seeds));
        Console.WriteLine(Speed(peer));
        Console.WriteLine(History());
        return 0;
    }

    private static MarkdownTable Quality(OptunaPeer? peer, int trials, int first, int seeds)
    {
        var table = new MarkdownTable([$"mean best of {trials} trials, {seeds} seeds from {first} (standard error)", .. Objectives]);
        foreach (string sampler in Samplers)
        {
            Console.Error.WriteLine(sampler);
            table.Add(
                [sampler,
                .. Objectives.Select(
                objective => Mean([.. Enumerable.Range(first, seeds).Select(seed => Best(objective, sampler, seed, trials))]))]);
        }

        if (peer is null) return table;
        Console.Error.WriteLine("Optuna");
        (string version, IReadOnlyDictionary<string, double[]> best) = peer.Quality(Objectives, trials, first, seeds);
        table.Add([$"Optuna {version} TPESampler", .. Objectives.Select(objective => Mean(best[objective]))]);
        return table;
    }

    private static MarkdownTable Speed(OptunaPeer? peer)
    {
        Best(Sphere, "tpe", 1, Overhead);
        double[] own = [.. Enumerable.Range(0, 5).Select(seed => Seconds(() => Best(Sphere, "tpe", seed, Overhead))).Order()];
        double other = peer?.Seconds(Overhead) ?? double.NaN;
        var table = new MarkdownTable($"{Overhead} TPE trials of 10 parameters", "seconds", "ratio");
        table.Add("IsacCluster.Search (median of 5)", Number.Significant(own[2]), "");
        table.Add("Optuna", Number.Significant(other), Number.Ratio(other / own[2]));
        return table;
    }

    /// <summary>Time of an ask, its tell included, after many finished trials of sphere10.</summary>
    private static MarkdownTable History()
    {
        var table = new MarkdownTable("finished trials", "us per TPE ask");
        SyntheticObjective objective = SyntheticCatalog.Create(Sphere);
        foreach (int finished in Histories)
        {
            Study random = SyntheticStudy.Of(objective, "random", 0);
            Advance(random, objective, finished);
            var study = new Study(random.Options with { Sampler = SamplerCatalog.Create("tpe") });
            foreach (Trial trial in random.Trials) study.Record(trial.Number, trial.Parameters, trial.State, trial.Values, []);
            Advance(study, objective, 1);
            table.Add(Number.Count(finished), Number.Significant(Seconds(() => Advance(study, objective, Asks)) / Asks * 1e6));
        }

        return table;
    }

    private static double Best(string objective, string sampler, int seed, int trials) =>
        SyntheticStudy.Best(SyntheticCatalog.Create(objective), sampler, seed, trials)[^1];

    private static void Advance(Study study, SyntheticObjective objective, int trials)
    {
        for (int i = 0; i < trials; i++) SyntheticStudy.Advance(study, objective);
    }

    private static double Seconds(Action work)
    {
        long started = TimeProvider.System.GetTimestamp();
        work();
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static string Mean(double[] values)
    {
        double mean = values.Average();
        double error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1) / values.Length);
        return $"{Number.Significant(mean)} ({Number.Significant(error)})";
    }
}
