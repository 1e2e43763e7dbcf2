using IsacCluster.Benchmarks.Engine;
using IsacCluster.Cluster.Agents;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Benchmarks.Scheduler;

/// <summary>How busy many virtual slots are kept with tasks of one second, in real time.</summary>
/// <param name="Accepted">Tasks accepted in the window.</param>
/// <param name="Window">Seconds.</param>
internal sealed record OccupancyRun(int Silos, int Slots, double TaskSeconds, long Accepted, double Window)
{
    /// <summary>Part of the slots' time that accepted tasks held: accepted x task time / (slots x window).</summary>
    public double Busy => Accepted * TaskSeconds / (Slots * Window);

    public static async Task<OccupancyRun> MeasureAsync(int silos, int slots, TimeSpan taskTime, TimeSpan window, TimeProvider time)
    {
        const int lanes = 8;
        string folder = Directory.CreateTempSubdirectory("isac-benchmark-").FullName;
        try
        {
            await using EmbeddedCluster cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions
            {
                DataFolder = folder,
                Silos = silos,
                SlotsPerSilo = slots / silos,
                ConfigureServices = services =>
                {
                    services.AddSingleton<IJobFactory>(new EmptyJob.Factory());
                    services.AddSingleton<ISlotPoolFactory>(new VirtualSlots.Factory(taskTime));
                },
            });
            JobId id = await cluster.Client.SubmitAsync(EmptyJob.Describe("occupancy", lanes, 1_000_000));
            await Task.Delay(5 * taskTime, time); // the slots are filled and their starts spread
            (long before, long start) = (await AcceptedAsync(cluster.Client, id), time.GetTimestamp());
            await Task.Delay(window, time);
            (long after, double seconds) = (await AcceptedAsync(cluster.Client, id), time.GetElapsedTime(start).TotalSeconds);
            await cluster.Client.CancelAsync(id);
            return new OccupancyRun(silos, slots / silos * silos, taskTime.TotalSeconds, after - before, seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<long> AcceptedAsync(IJobClient client, JobId id) => (await client.GetStatusAsync(id)).Counts.AcceptedTasks;
}
