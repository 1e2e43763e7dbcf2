using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Solvers;
using MathNet.Numerics.Statistics;

namespace IsacCluster.Benchmarks.Scaling;

/// <summary>
/// The SDR without presolve along trajectories of the dynamic scenario: cold, and from the previous slot's design, in turn on the same
/// instances.
/// </summary>
internal static class WarmStartBenchmark
{
    private const int Slots = 20, Repeats = 5;

    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "trajectories", "seed", "date");
        int trajectories = options.Integer("trajectories", 10);
        ulong seed = (ulong)options.Integer("seed", 2025, least: 0);
        Console.WriteLine($"{MachineFacts.Take(options.Date(TimeProvider.System))}\n");
        var table = new MarkdownTable(
            "fading", "threshold (dB)", "noise", "solves", "iterations cold", "warm", "us cold (median)", "warm", "warm / cold",
            "largest difference");
        (string, ChannelModel)[] channels = [("Rayleigh", new RayleighChannel()), ("Rician, 30 dB", new RicianChannel(30))];
        foreach ((string fading, ChannelModel channel) in channels)
        {
            foreach ((double sinrDb, double noise) in new[] { (8.0, 1e-10), (8.0, 1e-9), (15.0, 1e-10) })
            {
                Console.Error.WriteLine($"{fading}, {sinrDb} dB, {noise}");
                var scenario = new Scenario { Slots = Slots, SinrDb = sinrDb, Noise = noise, Channel = channel };
                Add(table, fading, scenario, new SampleGenerator(scenario, seed), trajectories);
            }
        }

        Console.WriteLine(table);
        return 0;
    }

    private static void Add(MarkdownTable table, string fading, Scenario scenario, SampleGenerator generator, int trajectories)
    {
        var solver = (IWarmStartSolver)Baseline.Create("sdr", new SolverOptions { Presolve = false });
        List<double> coldUs = [], warmUs = [];
        double coldIterations = 0, warmIterations = 0, difference = 0;
        Design? previous = null;
        for (int i = 0; i < trajectories * Slots; i++)
        {
            if (i % Slots == 0) previous = null;
            IsacInstance instance = generator.Generate(i).Instance;
            (SolveResult cold, double coldTime) = Time(() => solver.Solve(instance));
            if (previous is Design start && cold.Status == SolveStatus.Optimal)
            {
                (SolveResult warm, double warmTime) = Time(() => solver.Solve(instance, start));
                if (warm.Status != SolveStatus.Optimal)
                    throw new InvalidOperationException($"Sample {i} ended as {warm.Status} from a warm start.");
                coldUs.Add(coldTime);
                warmUs.Add(warmTime);
                coldIterations += cold.Iterations;
                warmIterations += warm.Iterations;
                difference = Math.Max(difference, Math.Abs(warm.Objective - cold.Objective) / cold.Objective);
            }

            previous = cold.Design;
        }

        table.Add(
            fading,
            Number.Significant(scenario.SinrDb),
            Number.Scientific(scenario.Noise),
            Number.Count(coldUs.Count),
            Number.Significant(coldIterations / coldUs.Count),
            Number.Significant(warmIterations / coldUs.Count),
            Number.Significant(coldUs.Median()),
            Number.Significant(warmUs.Median()),
            Number.Significant(warmUs.Zip(coldUs, static (warm, cold) => warm / cold).Median()),
            Number.Scientific(difference));
    }

    /// <summary>The result and the least time of a few repeats, in microseconds.</summary>
    private static (SolveResult Result, double Microseconds) Time(Func<SolveResult> solve)
    {
        double least = double.PositiveInfinity;
        SolveResult result = solve();
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            long started = TimeProvider.System.GetTimestamp();
            result = solve();
            least = Math.Min(least, TimeProvider.System.GetElapsedTime(started).TotalMicroseconds);
        }

        return (result, least);
    }
}
