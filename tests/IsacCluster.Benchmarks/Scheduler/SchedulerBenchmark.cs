using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Engine;
using IsacCluster.Benchmarks.Reporting;

namespace IsacCluster.Benchmarks.Scheduler;

/// <summary>Throughput, memory, fair shares and occupancy of the scheduler.</summary>
internal static class SchedulerBenchmark
{
    private const int MostTasks = 100_000_000, MostSilos = 64, Window = 16_384, Lanes = 8;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 0, "tasks", "silos", "shards", "seconds", "slots", "date");
        var time = TimeProvider.System;
        IReadOnlyList<int> tasks = options.Integers("tasks", [100_000, 300_000, 1_000_000], MostTasks);
        IReadOnlyList<int> silos = options.Integers("silos", [1, 3], MostSilos);
        int shards = options.Integer("shards", 10_000_000, least: 10), slots = options.Integer("slots", 1000);
        var window = TimeSpan.FromSeconds(options.Integer("seconds", 120));
        Console.WriteLine($"{MachineFacts.Take(options.Date(time))}");
        Console.WriteLine($"\n{Ledger(shards, time)}"); // first, while the heap is its own
        Console.WriteLine($"\n{await ThroughputAsync(silos, tasks, time)}");
        foreach (int count in silos) Console.WriteLine($"\n{await SharingRun.MeasureAsync(count, window / 4, time)}");
        Console.WriteLine($"\n{await OccupancyAsync(slots, window, time)}");
        Console.WriteLine($"\nload average after: {MachineFacts.ReadLoadAverage()}");
        return 0;
    }

    private static async Task<MarkdownTable> ThroughputAsync(IReadOnlyList<int> silos, IReadOnlyList<int> tasks, TimeProvider time)
    {
        var table = new MarkdownTable(
            "silos", "no-op tasks", "seconds", "accepted tasks per second", "heap before (MiB)", "heap after (MiB)");
        foreach (int silo in silos)
        {
            foreach (int count in tasks)
            {
                Console.Error.WriteLine($"{silo} silos, {Number.Count(count)} tasks");
                var run = await EngineRun.MeasureAsync(silo, Lanes, count, time);
                table.Add(
                    Number.Count(run.Silos), Number.Count(run.Tasks), Number.Significant(run.Seconds),
                    Number.Count((long)(run.Tasks / run.Seconds)), Number.Mebibytes(run.Before.Heap), Number.Mebibytes(run.After.Heap));
            }
        }

        return table;
    }

    private static MarkdownTable Ledger(int shards, TimeProvider time)
    {
        var table = new MarkdownTable("shards of one lane", "window", "seconds", "accepted per second", "most intervals", "heap (MiB)");
        foreach (int count in new[] { Math.Max(10, shards / 10), shards })
        {
            Console.Error.WriteLine($"ledger of {Number.Count(count)}");
            var run = LedgerRun.Measure(count, Window, time);
            table.Add(
                Number.Count(run.Tasks), Number.Count(run.Window), Number.Significant(run.Seconds),
                Number.Count((long)(run.Tasks / run.Seconds)), Number.Count(run.MostIntervals),
                Number.Mebibytes(run.MostHeap - run.HeapBefore));
        }

        return table;
    }

    private static async Task<MarkdownTable> OccupancyAsync(int slots, TimeSpan window, TimeProvider time)
    {
        const int silos = 4;
        Console.Error.WriteLine($"{Number.Count(slots)} virtual slots for {window.TotalSeconds} s");
        var run = await OccupancyRun.MeasureAsync(silos, slots, TimeSpan.FromSeconds(1), window, time);
        var table = new MarkdownTable(
            "silos", "virtual slots", "task (s)", "window (s)", "accepted", "busy by accepted tasks (%)", "idle by the ledger (%)");
        table.Add(
            Number.Count(run.Silos), Number.Count(run.Slots), Number.Significant(run.TaskSeconds), Number.Significant(run.Window),
            Number.Count(run.Accepted), Number.Significant(100 * run.Busy), Number.Significant(100 * run.Idle));
        return table;
    }
}
