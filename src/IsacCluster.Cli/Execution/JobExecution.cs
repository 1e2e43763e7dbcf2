using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Client;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;
using IsacCluster.Silo.Live;
using IsacCluster.Silo.Telemetry;

namespace IsacCluster.Cli.Execution;

/// <summary>Runs a job on an embedded cluster and writes its report.</summary>
internal sealed class JobExecution
{
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <summary>Workers outside that ask again within so long learn that the study has ended, before the address is gone.</summary>
    private static readonly TimeSpan LastAsk = TimeSpan.FromSeconds(2.5);

    private readonly SpecificationJobFactory _factory = new(Time);
    private Uri? _link; // of the live page

    public required string Data { get; init; }

    public int Silos { get; init; } = 1;

    /// <summary>Worker threads in all; null: one per processor.</summary>
    public int? Slots { get; init; }

    public TelemetryOptions Telemetry { get; init; } = new();

    public bool Json { get; init; }

    /// <summary>Port of the live page on loopback, 0 for a free one; null: none.</summary>
    public int? Http { get; init; }

    private string Reach => $"--data {ShellWord.Of(Path.GetFullPath(Data))}";

    private ReportPrinter Printer(Func<JobStatus, string> unfinished) => new(Json, unfinished) { Reach = Reach };

    public Task<int> RunAsync(JobDescription description, CancellationToken cancellation)
    {
        DateTimeOffset started = Time.GetUtcNow();
        return RunAsync(
            description,
            (job, results) => Printer(Unfinished.AfterRun).Finish(job, results, description.OutputFolder, started, hosts: 1),
            cancellation);
    }

    /// <summary>Runs a job and writes its report, and says nothing on stdout.</summary>
    /// <returns>Whether all of it succeeded, and its digest.</returns>
    public Task<(bool Complete, string Digest)> RepeatAsync(JobDescription description, CancellationToken cancellation)
    {
        DateTimeOffset started = Time.GetUtcNow();
        return RunAsync(
            description,
            (job, results) =>
            {
                JobOutcome outcome = OutcomeReader.Read(job, results, started, Time.GetUtcNow(), hosts: 1);
                JobReport report = job.WriteReport(outcome, description.OutputFolder);
                return (report is { Complete: true, Failure: null } && results.Status.Failure is null, report.Digest);
            },
            cancellation);
    }

    private async Task<T> RunAsync<T>(
        JobDescription description, Func<IReportableJob, JobResults, T> finish, CancellationToken cancellation)
    {
        IReportableJob job = _factory.CreateReportable(description);
        cancellation.ThrowIfCancellationRequested();
        if (job.Needs == SlotKind.Outside && Http is null)
            throw new SpecificationException(
                "--http: workers outside ask for the trials of this study over HTTP; expected --http PORT, or the study submitted to a "
                    + "cluster whose silos have --http and an ISAC_SUBMIT_TOKEN.");
        if (Http is not { } port) return await RunAsync(job, description, finish, null, _ => { }, cancellation).ConfigureAwait(false);
        // The page first: a port that is taken stops a run before it has begun.
        var log = new LiveLog(Time);
        IJobClient? client = null;
        LivePage page = await PageLink.OpenAsync(port, () => client, Environment.CurrentDirectory, "run", Reach, log).ConfigureAwait(false);
        _link = page.Link;
        if (job.Needs == SlotKind.Outside)
            await Console.Error.WriteLineAsync($"isac: trials are asked for at {new Uri(page.Link, $"/api/studies/{job.Id}/ask")}")
                .ConfigureAwait(false);
        await using (page.ConfigureAwait(false))
        {
            T finished = await RunAsync(job, description, finish, log, given => client = given ?? client, cancellation)
                .ConfigureAwait(false);
            if (job.Needs == SlotKind.Outside) await Task.Delay(LastAsk, Time, cancellation).ConfigureAwait(false);
            return finished;
        }
    }

    /// <param name="show">Told of the client once there is one, and of none before it goes.</param>
    private async Task<T> RunAsync<T>(
        IReportableJob job, JobDescription description, Func<IReportableJob, JobResults, T> finish, LiveLog? log,
        Action<IJobClient?> show, CancellationToken cancellation)
    {
        ReportFolder.Check(description.OutputFolder, job.Id);
        job.Prepare();
        ReportFolder.Claim(description.OutputFolder, job.Id);
        TelemetrySession telemetry = TelemetrySession.Start(Telemetry);
        await using (telemetry.ConfigureAwait(false))
        {
            EmbeddedCluster cluster = await EmbeddedJobs.StartAsync(Data, Silos, Slots, cancellation, job.Needs, log).ConfigureAwait(false);
            await using (cluster.ConfigureAwait(false))
            {
                try
                {
                    show(cluster.Client);
                    JobStatus status = await FollowAsync(cluster, job, description, cancellation).ConfigureAwait(false);
                    if (status.Phase != JobPhase.Completed)
                        return finish(job, await cluster.Client.GetResultsAsync(status.Id, cancellation).ConfigureAwait(false));
                    // All of it is durable: its records are read in the memory of a cluster that is gone, and no grain wakes for its lane.
                    var stored = new StoredJobClient(Data, new BuiltJob(_factory, description, job), Time);
                    show(stored);
                    await cluster.DisposeAsync().ConfigureAwait(false);
                    return finish(job, await stored.GetResultsAsync(status.Id, cancellation).ConfigureAwait(false));
                }
                finally
                {
                    show(null);
                }
            }
        }
    }

    private async Task<JobStatus> FollowAsync(
        EmbeddedCluster cluster, IReportableJob job, JobDescription description, CancellationToken cancellation)
    {
        JobId id = await cluster.Client.SubmitAsync(description, cancellation: cancellation).ConfigureAwait(false);
        try
        {
            return await ProgressView.ShowAsync(cluster.Client, id, job, description, _link, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await cluster.Client.CancelAsync(id, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Writes the report of what has been accepted into a folder and says nothing.</summary>
    public Task<JobReport> WriteReportAsync(string jobId, string folder, CancellationToken cancellation)
    {
        DateTimeOffset started = Time.GetUtcNow();
        return ReadAsync(
            jobId,
            (job, results, _) =>
                Task.FromResult(job.WriteReport(OutcomeReader.Read(job, results, started, Time.GetUtcNow(), hosts: 1), folder)),
            cancellation);
    }

    public Task<int> ReportAsync(string jobId, string? output, CancellationToken cancellation)
    {
        DateTimeOffset started = Time.GetUtcNow();
        return ReadAsync(
            jobId,
            async (job, results, description) =>
            {
                string folder = output is null ? description.OutputFolder : Path.GetFullPath(output);
                bool runs = (await StoredJobs.ListAsync(Data).ConfigureAwait(false)).Any(
                    stored => stored is { Phase: JobPhase.Running, Interrupted: false } && stored.Id.Value == jobId);
                return Printer(status => Unfinished.InFolder(status, runs)).Finish(job, results, folder, started, hosts: 1);
            },
            cancellation);
    }

    /// <summary>Reads the records of a job, beside whoever runs it: no silo starts and no grain wakes.</summary>
    private async Task<T> ReadAsync<T>(
        string jobId, Func<IReportableJob, JobResults, JobDescription, Task<T>> use, CancellationToken cancellation)
    {
        JobSource.Check(Data);
        var id = new JobId(jobId);
        var built = new BuiltJob(_factory);
        var client = new StoredJobClient(Data, built, Time);
        JobDescription description =
            await StoredDescription.FindAsync(client, id, cancellation).ConfigureAwait(false) ?? throw JobSource.None(Data, jobId);
        JobResults results = await client.GetResultsAsync(id, cancellation).ConfigureAwait(false);
        return await use(built.Of(description), results, description).ConfigureAwait(false);
    }
}
