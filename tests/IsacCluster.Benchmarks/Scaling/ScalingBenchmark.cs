using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Benchmarks.Scaling;

/// <summary>
/// Time of a solver against one of M, L, N and the batch size, the others at their defaults, on seeded instances in the three regimes of
/// <see cref="Regime"/>.
/// </summary>
internal static class ScalingBenchmark
{
    /// <summary>Fewer grid points than diagonal sums (2M - 1 = 255 at M = 128) would let the pattern be matched: another problem.</summary>
    private const int GridForLargeArrays = 720;

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "instances", "seed", "largest", "solver", "only", "date");
        int largest = options.Integer("largest", 128, least: 8, most: 256);
        ulong seed = (ulong)options.Integer("seed", 2025, least: 0);
        string solver = options.Text("solver") ?? "sdr";
        var timing = new SolverTiming(solver, seed, options.Integer("instances", 5), TimeProvider.System);
        Console.WriteLine($"{MachineFacts.Take(options.Date(TimeProvider.System))}");
        // Thrown away: the first size would be timed on code that is not yet compiled for good.
        timing.Measure(0, new Scenario(), Regime.Tight);
        foreach (Regime regime in Enum.GetValues<Regime>())
        {
            string name = $"{solver}, {regime.ToString().ToLowerInvariant()}";
            Print($"M ({name}, planar with as many rows as columns, half as many users)", timing, regime, Planar(largest));
            if (options.Text("only") == "planar") continue;
            int[] antennas = [.. new[] { 8, 16, 32, 64, 128, 256 }.Where(m => m <= largest)];
            var byAntennas = antennas.Select(m => (m, new Scenario { Antennas = m, GridPoints = GridForLargeArrays }));
            var withFour = antennas.Select(m => (m, new Scenario { Antennas = m, Users = 4, GridPoints = GridForLargeArrays }));
            var byUsers = Enumerable.Range(1, 8).Select(l => (l, new Scenario { Users = l }));
            var byGrid = new[] { 10, 30, 100, 180, 300, 1000 }.Select(n => (n, new Scenario { GridPoints = n }));
            Console.WriteLine($"{PowerLaw.Describe(Print($"M ({name}, L = 2)", timing, regime, byAntennas))}\n");
            Console.WriteLine($"{PowerLaw.Describe(Print($"M ({name}, L = 4)", timing, regime, withFour))}\n");
            Print($"L ({name})", timing, regime, byUsers);
            Print($"N ({name})", timing, regime, byGrid);
            if (regime != Regime.Tight) PrintBatches($"Batch ({name})", timing, regime);
        }

        Console.WriteLine($"load average after: {MachineFacts.ReadLoadAverage()}");
        return 0;
    }

    /// <summary>4 x 4 antennas with two users, 6 x 6 with three, and so on, on grids of 5 degrees.</summary>
    private static IEnumerable<(int Size, Scenario Scenario)> Planar(int largest) =>
        from side in new[] { 4, 6, 8, 10 }
        where side * side <= largest
        select (side * side, new Scenario
        {
            Array = new PlanarGeometry(side, side),
            Antennas = side * side,
            Users = side / 2,
            GridPoints = 36,
            Targets = new FixedTargets([-40, 0, 40]) { ElevationsDeg = new ValueList([0, 20, -20]) },
        });

    private static List<ScalingRow> Print(
        string title, SolverTiming timing, Regime regime, IEnumerable<(int Size, Scenario Scenario)> points)
    {
        var table = new MarkdownTable(
            title[..1], "median (ms)", "least (ms)", "largest (ms)", "set-up (ms)", "iterations", "outcomes", "largest gap");
        var rows = new List<ScalingRow>();
        foreach ((int size, Scenario scenario) in points)
        {
            Console.Error.WriteLine($"{title}: {size}");
            ScalingRow row = timing.Measure(size, scenario, regime);
            rows.Add(row);
            table.Add(
                Number.Count(size),
                Number.Significant(row.MedianMs),
                Number.Significant(row.LeastMs),
                Number.Significant(row.LargestMs),
                Number.Significant(row.SetUpMs),
                Number.Significant(row.Iterations),
                row.Outcomes,
                Number.Scientific(row.LargestGap));
        }

        Console.WriteLine($"### {title}\n\n{table}");
        return rows;
    }

    private static void PrintBatches(string title, SolverTiming timing, Regime regime)
    {
        var table = new MarkdownTable("batch", "us per instance");
        foreach (int count in new[] { 1, 4, 16, 64, 256 })
            table.Add(Number.Count(count), Number.Significant(timing.MeasureBatch(count, regime)));
        Console.WriteLine($"### {title}\n\n{table}");
    }
}
