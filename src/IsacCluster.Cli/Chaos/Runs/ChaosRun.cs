using IsacCluster.Cli.Chaos.Faults;
using IsacCluster.Cli.Execution;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Cli.Chaos.Runs;

/// <summary>
/// A job twice: undisturbed on an embedded cluster, and on a cluster of processes under random faults. Both must give the same statistics
/// to the bit, with every index counted once. A job that is lost with its store, or damaged in it, must be said to be so; it is submitted
/// again, as its user would.
/// </summary>
internal sealed class ChaosRun(ChaosOptions options, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private readonly List<(double At, Task<string?> Healed, Fault Fault)> _faults = [];
    private readonly List<string> _losses = [];
    private double _lost; // progress of submissions that were lost

    public async Task<ChaosManifest> RunAsync(JobDescription description, CancellationToken cancellation)
    {
        string undisturbed = await UndisturbedAsync(description, cancellation).ConfigureAwait(false);
        string folder = Path.Combine(options.Output, "cluster");
        ChaosCluster cluster = await ChaosCluster.StartAsync(folder, options.Silos, options.Slots, cancellation).ConfigureAwait(false);
        await using (cluster.ConfigureAwait(false))
        {
            IJobClient client = cluster.Session.Client;
            JobDescription disturbed = description with { OutputFolder = Path.Combine(options.Output, "files") };
            var trace = new ProgressTrace(time);
            JobId id = await DisturbAsync(cluster, disturbed, trace, cancellation).ConfigureAwait(false);
            JobResults results = await client.GetResultsAsync(id, cancellation).ConfigureAwait(false);
            JobReport report = Report(ClusterJobs.Build(disturbed, folder), results, "disturbed");
            return Manifest(id, undisturbed, report.Digest, results.Status, await MeasuredAsync(trace).ConfigureAwait(false));
        }
    }

    private async Task<string> UndisturbedAsync(JobDescription description, CancellationToken cancellation)
    {
        string folder = Path.Combine(options.Output, "undisturbed");
        JobDescription undisturbed = description with { OutputFolder = folder };
        IReportableJob job = ClusterJobs.Build(undisturbed, folder);
        EmbeddedCluster cluster = await EmbeddedJobs.StartAsync(
            Path.Combine(folder, "data"), 1, options.UndisturbedSlots, cancellation, job.Needs).ConfigureAwait(false);
        await using (cluster.ConfigureAwait(false))
        {
            JobId id = await cluster.Client.SubmitAsync(undisturbed, cancellation: cancellation).ConfigureAwait(false);
            await foreach (JobStatus _ in cluster.Client.WatchAsync(id, cancellation).ConfigureAwait(false))
            {
            }

            JobResults results = await cluster.Client.GetResultsAsync(id, cancellation).ConfigureAwait(false);
            return Report(job, results, "undisturbed").Digest;
        }
    }

    private JobReport Report(IReportableJob job, JobResults results, string name)
    {
        DateTimeOffset now = time.GetUtcNow();
        return job.WriteReport(OutcomeReader.Read(job, results, now, now, options.Silos), Path.Combine(options.Output, name));
    }

    /// <summary>Follows the job to its end and commits a fault when its progress says so.</summary>
    private async Task<JobId> DisturbAsync(
        ChaosCluster cluster, JobDescription description, ProgressTrace trace, CancellationToken cancellation)
    {
        IJobClient client = cluster.Session.Client;
        var planned = new Queue<PlannedFault>(ChaosPlan.Draw(options.Seed, options.Kills, options.Silos, options.Targets));
        JobId id = await client.SubmitAsync(description, cancellation: cancellation).ConfigureAwait(false);
        double progress = 0;
        while (true)
        {
            JobStatus status = await client.GetStatusAsync(id, cancellation).ConfigureAwait(false);
            if (status.Phase is JobPhase.Unknown or JobPhase.Damaged)
            {
                (_lost, progress) = (_lost + progress, 0);
                trace.Lost();
                await SubmitAgainAsync(client, status, description, cancellation).ConfigureAwait(false);
                continue;
            }

            long accepted = status.Lanes.Sum(lane => lane.Accepted);
            trace.Saw(accepted);
            if (status.IsSettled) break;
            progress = (double)accepted / Math.Max(1, status.Lanes.Sum(lane => lane.Boundary));
            // One at a time: a kill of what is already down would be none.
            bool healed = _faults.TrueForAll(fault => fault.Healed.IsCompleted);
            if (healed && planned.TryPeek(out PlannedFault? next) && _lost + progress >= next.Progress)
            {
                planned.Dequeue();
                await CommitAsync(cluster, next, progress, status.Coordinator, trace, cancellation).ConfigureAwait(false);
            }

            await Task.Delay(Interval, time, cancellation).ConfigureAwait(false);
        }

        await Task.WhenAll(_faults.Select(fault => fault.Healed)).ConfigureAwait(false);
        return id;
    }

    private async Task CommitAsync(
        ChaosCluster cluster, PlannedFault planned, double progress, string coordinator, ProgressTrace trace,
        CancellationToken cancellation)
    {
        SiloProcess drawn = cluster.Silos[planned.Silo];
        var scene = new FaultScene(
            cluster, options, drawn, cluster.Silos.FirstOrDefault(silo => silo.Name == coordinator) ?? drawn, planned.Draw, time,
            cancellation);
        double at = trace.Now;
        Strike strike = FaultCatalog.Entries[planned.Target].Strike(scene);
        _faults.Add((at, strike.Healed, new Fault(progress, planned.Target, strike.Hit, null, null, null)));
        await Console.Error.WriteLineAsync($"{progress:P0}: {planned.Target}: {string.Join(", ", strike.Hit)}").ConfigureAwait(false);
    }

    /// <summary>The store has lost the job, or has it not as it was written: once everything runs, its user tries again.</summary>
    private async Task SubmitAgainAsync(
        IJobClient client, JobStatus status, JobDescription description, CancellationToken cancellation)
    {
        string loss = status.Phase == JobPhase.Damaged
            ? $"damaged: {status.Failure?.Message}"
            : "unknown: the store has no record of the job";
        _losses.Add(loss);
        await Console.Error.WriteLineAsync($"the job is {loss}; submitted again").ConfigureAwait(false);
        await Task.WhenAll(_faults.Select(fault => fault.Healed)).ConfigureAwait(false);
        if (status.Phase == JobPhase.Damaged) await client.DeleteAsync(status.Id, cancellation).ConfigureAwait(false);
        await client.SubmitAsync(description, cancellation: cancellation).ConfigureAwait(false);
    }

    private async Task<List<Fault>> MeasuredAsync(ProgressTrace trace)
    {
        var measured = new List<Fault>();
        foreach ((int index, (double at, Task<string?> healed, Fault fault)) in _faults.Index())
        {
            measured.Add(fault with
            {
                NextAcceptedSeconds = trace.NextAfter(at),
                LongestStallSeconds = trace.LongestStall(at, index + 1 < _faults.Count ? _faults[index + 1].At : trace.Now),
                Said = await healed.ConfigureAwait(false),
            });
        }

        return measured;
    }

    private ChaosManifest Manifest(JobId id, string undisturbed, string disturbed, JobStatus status, List<Fault> faults) => new(
        "isac-chaos-v2", id.Value, undisturbed == disturbed, undisturbed, disturbed, options.Seed, options.Silos, options.Kills, faults,
        _losses, ProgressTrace.Median(faults.Select(fault => fault.NextAcceptedSeconds)),
        ProgressTrace.Median(faults.Select(fault => fault.LongestStallSeconds)),
        status.Lanes.Sum(lane => lane.Boundary), status.Lanes.Sum(lane => lane.Accepted),
        status.Counts.SamplesComputed + status.Counts.SamplesReused, status.Counts,
        RuntimeManifest.InstructionSet, RuntimeManifest.Versions);
}
