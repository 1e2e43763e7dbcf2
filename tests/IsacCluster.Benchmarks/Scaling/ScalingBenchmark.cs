using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Benchmarks.Scaling;

/// <summary>
/// Time of the SDR against one of M, L and N, the others at their defaults, on seeded instances in two regimes: slack, the scenario as it
/// is, where the SINRs seldom bind, and tight, where the noise is raised until two thirds of P0 are the least that meets them.
/// </summary>
internal static class ScalingBenchmark
{
    /// <summary>The radar-only optimum is unique only with at least as many grid points as diagonal sums, 2M - 1 = 255 at M = 128.</summary>
    private const int GridForLargeArrays = 720;

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "instances", "seed", "largest", "date");
        int largest = options.Integer("largest", 128, least: 8, most: 256);
        var timing = new SdrTiming((ulong)options.Integer("seed", 2025, least: 0), options.Integer("instances", 5), TimeProvider.System);
        Console.WriteLine($"{MachineFacts.Take(options.Date(TimeProvider.System))}");
        timing.Measure(0, new Scenario(), tight: true); // thrown away: the first size would be timed on code that is not yet compiled for good
        foreach (bool tight in new[] { false, true })
        {
            string regime = tight ? "tight: least power is 2/3 P0" : "slack: the default noise";
            IEnumerable<int> antennas = new[] { 8, 16, 32, 64, 128, 256 }.Where(m => m <= largest);
            IReadOnlyList<ScalingRow> rows = Print($"M ({regime})", timing, tight, antennas.Select(m => (m, new Scenario { Antennas = m, GridPoints = GridForLargeArrays })));
            Console.WriteLine($"{PowerLaw.Describe(rows)}\n");
            Print($"L ({regime})", timing, tight, Enumerable.Range(1, 8).Select(l => (l, new Scenario { Users = l })));
            Print($"N ({regime})", timing, tight, new[] { 10, 30, 100, 180, 300, 1000 }.Select(n => (n, new Scenario { GridPoints = n })));
        }

        Console.WriteLine($"load average after: {MachineFacts.ReadLoadAverage()}");
        return 0;
    }

    private static List<ScalingRow> Print(string title, SdrTiming timing, bool tight, IEnumerable<(int Size, Scenario Scenario)> points)
    {
        var table = new MarkdownTable(title[..1], "median (ms)", "least (ms)", "largest (ms)", "objective (ms)", "iterations", "outcomes", "largest gap");
        var rows = new List<ScalingRow>();
        foreach ((int size, Scenario scenario) in points)
        {
            Console.Error.WriteLine($"{title}: {size}");
            ScalingRow row = timing.Measure(size, scenario, tight);
            rows.Add(row);
            table.Add(
                Number.Count(size),
                Number.Significant(row.MedianMs),
                Number.Significant(row.LeastMs),
                Number.Significant(row.LargestMs),
                Number.Significant(row.ObjectiveMs),
                Number.Significant(row.Iterations),
                row.Outcomes,
                Number.Scientific(row.LargestGap));
        }

        Console.WriteLine($"### {title}\n\n{table}");
        return rows;
    }
}
