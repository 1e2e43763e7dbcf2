using IsacCluster.Benchmarks.Engine;
using IsacCluster.Cluster.Agents;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Benchmarks.Scheduler;

/// <summary>How busy many virtual slots are kept with tasks of one second, in real time.</summary>
/// <param name="Accepted">Tasks accepted in the window.</param>
/// <param name="Window">Seconds.</param>
/// <param name="Idle">
/// Part of the slots' time in which they waited for work, by the job's timing ledger; tasks end in waves, so it is finer than the count.
/// </param>
internal sealed record OccupancyRun(int Silos, int Slots, double TaskSeconds, long Accepted, double Window, double Idle)
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
            (JobResults before, long start) = (await cluster.Client.GetResultsAsync(id), time.GetTimestamp());
            await Task.Delay(window, time);
            (JobResults after, double seconds) = (await cluster.Client.GetResultsAsync(id), time.GetElapsedTime(start).TotalSeconds);
            await cluster.Client.CancelAsync(id);
            return new OccupancyRun(
                silos, slots / silos * silos, taskTime.TotalSeconds,
                after.Status.Counts.TasksAccepted - before.Status.Counts.TasksAccepted, seconds,
                (after.Timing.Ledger.QueueS - before.Timing.Ledger.QueueS) / (after.Timing.Ledger.SlotsS - before.Timing.Ledger.SlotsS));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
