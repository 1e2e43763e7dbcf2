using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;

namespace IsacCluster.Benchmarks.Engine;

/// <summary>How many tasks of nothing the job engine leases, runs, reports, accepts and persists in a second.</summary>
internal static class EngineBenchmark
{
    private const int MostTasks = 100_000_000, MostSilos = 64;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "tasks", "silos", "lanes", "date");
        IReadOnlyList<int> tasks = options.Integers("tasks", [100_000, 1_000_000], MostTasks);
        IReadOnlyList<int> silos = options.Integers("silos", [1, 4], MostSilos);
        int lanes = options.Integer("lanes", 8);
        Console.WriteLine($"{MachineFacts.Take(options.Date(TimeProvider.System))}");
        var table = new MarkdownTable(
            "silos", "lanes", "tasks", "seconds", "tasks per second",
            "heap before (MiB)", "heap after (MiB)",
            "process before (MiB)", "process peak (MiB)", "process after (MiB)", "database (MiB)");
        foreach (int silo in silos)
        {
            foreach (int count in tasks)
            {
                Console.Error.WriteLine($"{silo} silos, {Number.Count(count)} tasks");
                var run = await EngineRun.MeasureAsync(silo, lanes, count, TimeProvider.System);
                table.Add(
                    Number.Count(run.Silos),
                    Number.Count(run.Lanes),
                    Number.Count(run.Tasks),
                    Number.Significant(run.Seconds),
                    Number.Count((long)(run.Tasks / run.Seconds)),
                    Number.Mebibytes(run.Before.Heap),
                    Number.Mebibytes(run.After.Heap),
                    Number.Mebibytes(run.Before.WorkingSet),
                    Number.Mebibytes(run.PeakWorkingSet),
                    Number.Mebibytes(run.After.WorkingSet),
                    Number.Mebibytes(run.DatabaseBytes));
            }
        }

        Console.WriteLine($"{table}\nload average after: {MachineFacts.ReadLoadAverage()}");
        return 0;
    }
}
