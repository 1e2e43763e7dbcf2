using IsacCluster.Campaigns.Jobs;
using IsacCluster.Campaigns.Reporting;
using IsacCluster.Campaigns.Specs;
using IsacCluster.Campaigns.Specs.Studies;
using IsacCluster.Campaigns.Training;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;
using IsacCluster.Silo.Jobs;
using IsacCluster.Silo.Telemetry;

namespace IsacCluster.Cli.Execution;

/// <summary>Runs a job on an embedded cluster and writes its report.</summary>
internal sealed class JobExecution
{
    private const int MostErrorsShown = 5;
    private static readonly TimeProvider Time = TimeProvider.System;
    private readonly SpecificationJobFactory _factory = new(Time);

    public required string Data { get; init; }

    public int Silos { get; init; } = 1;

    /// <summary>Worker threads in all; null: one per processor.</summary>
    public int? Slots { get; init; }

    public TelemetryOptions Telemetry { get; init; } = new();

    public bool Json { get; init; }

    public async Task<int> RunAsync(JobSpecification specification, JobDescription description, CancellationToken cancellation)
    {
        IReportableJob job = _factory.CreateReportable(description);
        DateTimeOffset started = Time.GetUtcNow();
        job.Prepare();
        TelemetrySession telemetry = TelemetrySession.Start(Telemetry);
        await using (telemetry.ConfigureAwait(false))
        {
            EmbeddedCluster cluster = await EmbeddedJobs.StartAsync(Data, Silos, Slots, cancellation).ConfigureAwait(false);
            await using (cluster.ConfigureAwait(false))
            {
                JobId id = await cluster.Client.SubmitAsync(description, cancellation: cancellation).ConfigureAwait(false);
                string unit = specification is CampaignSpecification ? "sample" : specification is StudySpecification ? "trial" : "shard";
                try
                {
                    IAsyncEnumerable<JobStatus> statuses = cluster.Client.WatchAsync(id, cancellation);
                    if (job is TrainingJob training) await TrainingDisplay.ShowAsync(statuses, training, Time).ConfigureAwait(false);
                    else await ProgressDisplay.ShowAsync(statuses, unit).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    await cluster.Client.CancelAsync(id, CancellationToken.None).ConfigureAwait(false);
                    throw;
                }

                JobResults results = await cluster.Client.GetResultsAsync(id, cancellation).ConfigureAwait(false);
                return Finish(job, results, description.OutputFolder, started);
            }
        }
    }

    public async Task<int> ReportAsync(string jobId, string? output, CancellationToken cancellation)
    {
        DateTimeOffset started = Time.GetUtcNow();
        EmbeddedCluster cluster = await JobSource.OpenAsync(Data, cancellation).ConfigureAwait(false);
        await using (cluster.ConfigureAwait(false))
        {
            JobDescription description = await JobSource.DescriptionAsync(cluster, Data, jobId, cancellation).ConfigureAwait(false);
            JobResults results = await cluster.Client.GetResultsAsync(new JobId(jobId), cancellation).ConfigureAwait(false);
            string folder = output is null ? description.OutputFolder : Path.GetFullPath(output);
            return Finish(_factory.CreateReportable(description), results, folder, started);
        }
    }

    private int Finish(IReportableJob job, JobResults results, string folder, DateTimeOffset started)
    {
        JobOutcome outcome = OutcomeReader.Read(job, results, started, Time.GetUtcNow());
        JobReport report = job.WriteReport(outcome, folder);
        if (Json)
        {
            JsonOutput.Write(new
            {
                Job = job.Id,
                report.Complete,
                report.Digest,
                Report = report.MainFile,
                Results = report.ResultsFile,
                outcome.Tasks,
                outcome.Timing,
            });
        }
        else
        {
            if (report.Summary is { } summary) SummaryView.Show(summary);
            Console.WriteLine($"digest  {report.Digest}");
            Console.WriteLine($"report  {Path.GetRelativePath(Environment.CurrentDirectory, report.MainFile)}");
        }

        if (results.Status.Failure is { } failure) Console.Error.WriteLine($"isac: job {job.Id} failed: {failure.Message}");
        else if (!report.Complete) Console.Error.WriteLine($"isac: job {job.Id} is incomplete; the same command continues it.");
        foreach (PoisonedTask task in outcome.Poisoned.Take(MostErrorsShown)) Console.Error.WriteLine($"isac: {task.Point}: {task.Error}");
        return report.Complete ? ExitCode.Done : ExitCode.Incomplete;
    }
}
