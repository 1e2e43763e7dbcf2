using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Benchmarks.Engine;

/// <summary>One job of empty tasks on one cluster.</summary>
/// <param name="Tasks">Accepted, each of one index.</param>
/// <param name="Seconds">From the submission until the job is seen to be complete.</param>
/// <param name="Before">With the cluster warm, before the submission.</param>
/// <param name="PeakWorkingSet">The most that was seen while the job ran, bytes.</param>
/// <param name="After">With the job complete and the cluster still up.</param>
/// <param name="DatabaseBytes">Of the database and its log.</param>
internal sealed record EngineRun(
    int Silos, int Lanes, long Tasks, double Seconds, Memory Before, long PeakWorkingSet, Memory After, long DatabaseBytes)
{
    private const int WarmUpTasks = 5000;

    /// <summary>Runs tasks in equal parts on the lanes, on a cluster and a data folder of their own.</summary>
    /// <exception cref="InvalidOperationException">The job did not complete, or a task was accepted not exactly once.</exception>
    public static async Task<EngineRun> MeasureAsync(int silos, int lanes, int tasks, TimeProvider time)
    {
        string folder = Directory.CreateTempSubdirectory("isac-benchmark-").FullName;
        try
        {
            await using EmbeddedCluster cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions
            {
                DataFolder = folder,
                Silos = silos,
                ConfigureServices = services => services.AddSingleton<IJobFactory>(new EmptyJob.Factory()),
            });
            await RunAsync(cluster.Client, "warm-up", lanes, Math.Max(1, WarmUpTasks / lanes));
            var before = Memory.Now();
            long started = time.GetTimestamp();
            (long accepted, long peak) = await RunAsync(cluster.Client, "measured", lanes, Math.Max(1, tasks / lanes));
            double seconds = time.GetElapsedTime(started).TotalSeconds;
            var after = Memory.Now();
            long database = new DirectoryInfo(folder).EnumerateFiles("isac.db*").Sum(file => file.Length);
            return new EngineRun(silos, lanes, accepted, seconds, before, peak, after, database);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>The number of accepted tasks, and the largest working set at a change of the status.</returns>
    private static async Task<(long Accepted, long PeakWorkingSet)> RunAsync(IJobClient client, string name, int lanes, int tasksPerLane)
    {
        JobId id = await client.SubmitAsync(EmptyJob.Describe(name, lanes, tasksPerLane));
        long peak = 0;
        await foreach (JobStatus _ in client.WatchAsync(id)) peak = Math.Max(peak, Environment.WorkingSet);
        JobResults results = await client.GetResultsAsync(id);
        long merged = results.Lanes.Sum(lane => IndexCount.Read(lane).Value), wanted = (long)lanes * tasksPerLane;
        long accepted = results.Status.Counts.TasksAccepted;
        return results.Status.Phase == JobPhase.Completed && merged == wanted && accepted == wanted
            ? (accepted, peak)
            : throw new InvalidOperationException(
                $"{wanted} tasks ended as {results.Status.Phase} with {accepted} accepted and {merged} merged.");
    }
}

/// <summary>Bytes of this process.</summary>
/// <param name="Heap">Live objects, after a full collection.</param>
/// <param name="WorkingSet">Resident memory of the process.</param>
internal readonly record struct Memory(long Heap, long WorkingSet)
{
    public static Memory Now() => new(GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
}
