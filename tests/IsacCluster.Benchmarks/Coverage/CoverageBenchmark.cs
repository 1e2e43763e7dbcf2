using System.Globalization;
using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Statistics;

namespace IsacCluster.Benchmarks.Coverage;

/// <summary>
/// How often each kind of interval of a report covers the true value: replicates of campaigns that draw from pools of real samples, of a
/// fixed number and under a stopping rule.
/// </summary>
internal static class CoverageBenchmark
{
    private const double Confidence = 0.95, LeastFixed = 0.93, MostFixed = 0.97, LeastSequence = 0.95;

    /// <summary>Fewer replicates without a warning say nothing of a row.</summary>
    private const double LeastJudgedShare = 0.05;

    /// <summary>
    /// Of few units, which cost little, there are so many times as many replicates: these are the rows of which only a few come without a
    /// warning.
    /// </summary>
    private const int FewUnits = 1000, MoreOfFew = 5;

    private const double RelativeHalfWidth = 0.01;
    private const long MinSamples = 200;

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "replicates", "pool", "seed", "model", "date");
        int replicates = options.Integer("replicates", 2000, least: 100), pool = options.Integer("pool", 20_000, least: 1000);
        ulong seed = (ulong)options.Integer("seed", 2025, least: 0);
        string model = Path.GetFullPath(options.Text("model") ?? "models/gnn-table3/gnn-table3-sinr_db=8.safetensors");
        if (!File.Exists(model)) throw new UsageException($"--model: '{model}' is no file; run this in the repository's folder.");
        Console.WriteLine(MachineFacts.Take(options.Date(TimeProvider.System)));
        var table = new MarkdownTable(
            "interval", "of", "noise", "slots", "samples", "no warning (%)", "then covered (%)", "all covered (%)");
        int missed = 0;
        foreach (double noise in new[] { 1e-10, 1e-9 })
        {
            foreach (int slots in new[] { 1, 100 })
            {
                Console.Error.WriteLine($"noise {noise}, {slots} slots: the pool");
                SamplePool drawn = SamplePool.Compute(noise, slots, slots == 1 ? pool : pool / 40, seed, model);
                long[] samples = slots == 1 ? [200, 1000, 5000] : [200, 1000, 5000, 60_000];
                Console.Error.WriteLine($"noise {noise}, {slots} slots: {replicates} replicates");
                missed += Fixed(table, drawn, samples, replicates, seed) + Sequences(table, drawn, samples[^1], replicates, seed);
            }
        }

        Console.WriteLine(table);
        Console.WriteLine(missed == 0
            ? "Every row is within its limits where no warning stands."
            : $"{missed} rows are outside of their limits where no warning stands.");
        return missed == 0 ? 0 : 1;
    }

    /// <summary>Rows of fixed numbers of samples; how many are outside their limits.</summary>
    private static int Fixed(MarkdownTable table, SamplePool pool, long[] samples, int replicates, ulong seed)
    {
        CoverageCount[][] counts = [.. samples.Select(_ => Counts(pool))];
        var student = new StudentCriticalValue(Confidence);
        Parallel.For(0, MoreOfFew * replicates, number =>
        {
            var replicate = new Replicate(pool, seed + 1, (ulong)number);
            for (int i = 0; i < samples.Length && (number < replicates || samples[i] / pool.Slots <= FewUnits); i++)
            {
                replicate.GrowTo(samples[i] / pool.Slots);
                Add(counts[i], replicate, student, anytime: false);
            }
        });
        return CoverageCase.All.Select((of, c) => samples.Select((n, i) =>
            Row(table, of.Kind.Fixed, of, pool, Number.Count(n), counts[i][c], LeastFixed, MostFixed)).Sum()).Sum();
    }

    /// <summary>Rows of a rule that waits for the mean MSE of zf-pinv; how many are outside their limits.</summary>
    private static int Sequences(MarkdownTable table, SamplePool pool, long most, int replicates, ulong seed)
    {
        CoverageCount[] counts = Counts(pool);
        var rule = new StoppingRule(RelativeHalfWidth, Confidence, MinSamples, most, pool.Slots);
        long all = 0;
        Parallel.For(0, replicates, number =>
        {
            var replicate = new Replicate(pool, seed + 2, (ulong)number);
            long look = 0;
            StoppingVerdict verdict = StoppingVerdict.Continue;
            while (verdict == StoppingVerdict.Continue)
            {
                look = rule.NextLook(look)!.Value;
                replicate.GrowTo(look / pool.Slots);
                verdict = rule.Decide(look, [replicate.Mean(Array.IndexOf(SamplePool.Algorithms, "zf-pinv"))]);
            }

            Interlocked.Add(ref all, look);
            Add(counts, replicate, rule.Critical, anytime: true);
        });
        string samples = $"mean {Number.Count(all / replicates)}";
        return CoverageCase.All.Select((of, c) =>
            Row(table, of.Kind.Sequence, of, pool, samples, counts[c], LeastSequence, 1)).Sum();
    }

    private static CoverageCount[] Counts(SamplePool pool) => [.. CoverageCase.All.Select(of => new CoverageCount(of.True(pool)))];

    private static void Add(CoverageCount[] counts, Replicate replicate, ICriticalValue critical, bool anytime)
    {
        for (int c = 0; c < counts.Length; c++)
        {
            (Interval? interval, bool isFounded) = CoverageCase.All[c].Read(replicate, critical, anytime);
            lock (counts[c]) counts[c].Add(interval, isFounded);
        }
    }

    /// <summary>Adds a row; 1 if it is outside its limits.</summary>
    private static int Row(
        MarkdownTable table, string kind, CoverageCase of, SamplePool pool, string samples, CoverageCount count, double least, double most)
    {
        bool isJudged = count.FoundedShare >= LeastJudgedShare;
        bool isOutside = isJudged && !(count.FoundedCoverage >= least && count.FoundedCoverage <= most);
        table.Add(
            kind, of.Estimate, Number.Scientific(pool.Noise), pool.Slots.ToString(CultureInfo.InvariantCulture), samples,
            Percent(count.FoundedShare), isJudged ? Percent(count.FoundedCoverage) + (isOutside ? " !" : "") : "-",
            Percent(count.Coverage));
        return isOutside ? 1 : 0;
    }

    private static string Percent(double share) =>
        double.IsNaN(share) ? "-" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture);
}
