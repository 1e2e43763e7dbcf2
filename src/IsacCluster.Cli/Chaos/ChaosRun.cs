using IsacCluster.Cli.Execution;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Cli.Chaos;

/// <summary>
/// A job twice: undisturbed on an embedded cluster, and on a cluster of processes that are killed at random. Both must give the same
/// statistics to the bit, with every index counted once.
/// </summary>
internal sealed class ChaosRun(ChaosOptions options, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public async Task<ChaosManifest> RunAsync(JobDescription description, CancellationToken cancellation)
    {
        string undisturbed = await UndisturbedAsync(description, cancellation).ConfigureAwait(false);
        string folder = Path.Combine(options.Output, "cluster");
        ChaosCluster cluster = await ChaosCluster.StartAsync(folder, options.Silos, options.Slots, cancellation).ConfigureAwait(false);
        await using (cluster.ConfigureAwait(false))
        {
            IJobClient client = cluster.Session.Client;
            JobDescription disturbed = description with { OutputFolder = Path.Combine(options.Output, "files") };
            JobId id = await client.SubmitAsync(disturbed, cancellation: cancellation).ConfigureAwait(false);
            var trace = new ProgressTrace(time);
            List<(double At, Kill Kill)> kills = await KillAsync(cluster, client, id, trace, cancellation).ConfigureAwait(false);
            JobResults results = await client.GetResultsAsync(id, cancellation).ConfigureAwait(false);
            IReportableJob job = ClusterJobs.Build(disturbed, folder);
            JobReport report = Report(job, results, "disturbed");
            return Manifest(id, undisturbed, report.Digest, results.Status, Measured(kills, trace));
        }
    }

    private async Task<string> UndisturbedAsync(JobDescription description, CancellationToken cancellation)
    {
        string folder = Path.Combine(options.Output, "undisturbed");
        JobDescription undisturbed = description with { OutputFolder = folder };
        EmbeddedCluster cluster = await EmbeddedJobs.StartAsync(Path.Combine(folder, "data"), 1, null, cancellation).ConfigureAwait(false);
        await using (cluster.ConfigureAwait(false))
        {
            JobId id = await cluster.Client.SubmitAsync(undisturbed, cancellation: cancellation).ConfigureAwait(false);
            await foreach (JobStatus _ in cluster.Client.WatchAsync(id, cancellation).ConfigureAwait(false))
            {
            }

            JobResults results = await cluster.Client.GetResultsAsync(id, cancellation).ConfigureAwait(false);
            return Report(ClusterJobs.Build(undisturbed, folder), results, "undisturbed").Digest;
        }
    }

    private JobReport Report(IReportableJob job, JobResults results, string name)
    {
        DateTimeOffset now = time.GetUtcNow();
        return job.WriteReport(OutcomeReader.Read(job, results, now, now, options.Silos), Path.Combine(options.Output, name));
    }

    /// <summary>Follows the job to its end and kills when its progress says so.</summary>
    private async Task<List<(double At, Kill Kill)>> KillAsync(
        ChaosCluster cluster, IJobClient client, JobId id, ProgressTrace trace, CancellationToken cancellation)
    {
        var planned = new Queue<PlannedKill>(ChaosPlan.Draw(options.Seed, options.Kills, options.Silos, options.Targets));
        var kills = new List<(double At, Kill Kill)>();
        var revivals = new List<Task>();
        while (true)
        {
            JobStatus status = await client.GetStatusAsync(id, cancellation).ConfigureAwait(false);
            trace.Saw(status);
            if (status.IsSettled) break;
            double progress = (double)status.Lanes.Sum(lane => lane.Accepted) / Math.Max(1, status.Lanes.Sum(lane => lane.Boundary));
            // One at a time: a kill of what is already down would be none.
            if (revivals.TrueForAll(revival => revival.IsCompleted) && planned.TryPeek(out PlannedKill? next) && progress >= next.Progress)
            {
                planned.Dequeue();
                double at = trace.Now;
                (IReadOnlyList<string> killed, Task revival) = Strike(cluster, next, status.Coordinator, cancellation);
                revivals.Add(revival);
                kills.Add((at, new Kill(progress, next.Target, killed, null, null)));
                await Console.Error.WriteLineAsync($"{progress:P0}: killed {string.Join(", ", killed)}").ConfigureAwait(false);
            }

            await Task.Delay(Interval, time, cancellation).ConfigureAwait(false);
        }

        await Task.WhenAll(revivals).ConfigureAwait(false);
        return kills;
    }

    private (IReadOnlyList<string> Killed, Task Revival) Strike(
        ChaosCluster cluster, PlannedKill kill, string coordinator, CancellationToken cancellation)
    {
        if (kill.Target == KillTarget.Store)
        {
            cluster.Store.Kill();
            return (["store"], ReviveStoreAsync(cluster, cancellation));
        }

        IReadOnlyList<SiloProcess> silos = cluster.Silos;
        if (kill.Target == KillTarget.Pause)
        {
            silos[kill.Silo].Signal("STOP");
            return ([$"{silos[kill.Silo].Name} (paused)"], WakeAsync(silos[kill.Silo], cancellation));
        }

        SiloProcess[] victims = kill.Target switch
        {
            KillTarget.Coordinator => [silos.FirstOrDefault(silo => silo.Name == coordinator) ?? silos[kill.Silo]],
            KillTarget.Half => [.. Enumerable.Range(kill.Silo, (silos.Count + 1) / 2).Select(silo => silos[silo % silos.Count])],
            _ => [silos[kill.Silo]],
        };
        foreach (SiloProcess silo in victims) silo.Kill();
        return ([.. victims.Select(silo => silo.Name)], ReviveSilosAsync(cluster, cancellation));
    }

    private async Task ReviveSilosAsync(ChaosCluster cluster, CancellationToken cancellation)
    {
        await Task.Delay(options.SiloAway, time, cancellation).ConfigureAwait(false);
        await cluster.ReviveAsync().ConfigureAwait(false);
    }

    private async Task WakeAsync(SiloProcess silo, CancellationToken cancellation)
    {
        await Task.Delay(options.SiloAsleep, time, cancellation).ConfigureAwait(false);
        Task joined = silo.LineAsync(line => line.Contains("has joined", StringComparison.Ordinal), past: false);
        silo.Signal("CONT");
        await joined.ConfigureAwait(false);
    }

    private async Task ReviveStoreAsync(ChaosCluster cluster, CancellationToken cancellation)
    {
        await Task.Delay(options.StoreAway, time, cancellation).ConfigureAwait(false);
        await cluster.Store.StartAsync(cancellation).ConfigureAwait(false);
    }

    private static List<Kill> Measured(List<(double At, Kill Kill)> kills, ProgressTrace trace) =>
    [
        .. kills.Select((entry, index) => entry.Kill with
        {
            NextAcceptedSeconds = trace.NextAfter(entry.At),
            LongestStallSeconds = trace.LongestStall(entry.At, index + 1 < kills.Count ? kills[index + 1].At : trace.Now),
        }),
    ];

    private ChaosManifest Manifest(JobId id, string undisturbed, string disturbed, JobStatus status, List<Kill> kills) => new(
        "isac-chaos-v1", id.Value, undisturbed == disturbed, undisturbed, disturbed, options.Seed, options.Silos, options.Kills, kills,
        ProgressTrace.Median(kills.Select(kill => kill.NextAcceptedSeconds)),
        ProgressTrace.Median(kills.Select(kill => kill.LongestStallSeconds)),
        status.Lanes.Sum(lane => lane.Boundary), status.Lanes.Sum(lane => lane.Accepted), status.Counts.SamplesComputed,
        status.Counts,
        RuntimeManifest.InstructionSet, RuntimeManifest.Versions);
}
