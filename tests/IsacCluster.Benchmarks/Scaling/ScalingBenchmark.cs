using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Benchmarks.Scaling;

/// <summary>
/// Time of the SDR against one of M, L and N, the others at their defaults, on seeded instances in two regimes: slack, the scenario
/// as it is, where the SINRs seldom bind, and tight, where the noise is set so that two thirds of P0 are the least that meets them.
/// </summary>
internal static class ScalingBenchmark
{
    /// <summary>Fewer grid points than diagonal sums (2M - 1 = 255 at M = 128) would let the pattern be matched: another problem.</summary>
    private const int GridForLargeArrays = 720;

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "instances", "seed", "largest", "date");
        int largest = options.Integer("largest", 128, least: 8, most: 256);
        ulong seed = (ulong)options.Integer("seed", 2025, least: 0);
        var timing = new SdrTiming(seed, options.Integer("instances", 5), TimeProvider.System);
        Console.WriteLine($"{MachineFacts.Take(options.Date(TimeProvider.System))}");
        // Thrown away: the first size would be timed on code that is not yet compiled for good.
        timing.Measure(0, new Scenario(), tight: true);
        foreach (bool tight in new[] { false, true })
        {
            string regime = tight ? "tight: least power is 2/3 P0" : "slack: the default noise";
            var byAntennas = new[] { 8, 16, 32, 64, 128, 256 }.Where(m => m <= largest)
                .Select(m => (m, new Scenario { Antennas = m, GridPoints = GridForLargeArrays }));
            var byUsers = Enumerable.Range(1, 8).Select(l => (l, new Scenario { Users = l }));
            var byGrid = new[] { 10, 30, 100, 180, 300, 1000 }.Select(n => (n, new Scenario { GridPoints = n }));
            Console.WriteLine($"{PowerLaw.Describe(Print($"M ({regime})", timing, tight, byAntennas))}\n");
            Print($"L ({regime})", timing, tight, byUsers);
            Print($"N ({regime})", timing, tight, byGrid);
        }

        Console.WriteLine($"load average after: {MachineFacts.ReadLoadAverage()}");
        return 0;
    }

    private static List<ScalingRow> Print(string title, SdrTiming timing, bool tight, IEnumerable<(int Size, Scenario Scenario)> points)
    {
        var table = new MarkdownTable(
            title[..1], "median (ms)", "least (ms)", "largest (ms)", "objective (ms)", "iterations", "outcomes", "largest gap");
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
