using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Cli.Execution;

/// <summary>Writes a job's report and says on stdout what is in it.</summary>
/// <param name="unfinished">What to say of a job that is not complete.</param>
internal sealed class ReportPrinter(bool json, Func<JobStatus, string> unfinished)
{
    private const int MostErrorsShown = 5;

    /// <summary>Options with which `isac` finds the job again: "--data runs".</summary>
    public required string Reach { get; init; }

    /// <param name="hosts">Machines or silo processes that took part.</param>
    /// <returns>The exit code.</returns>
    public int Finish(IReportableJob job, JobResults results, string folder, DateTimeOffset started, int hosts)
    {
        ReportFolder.Claim(folder, job.Id);
        JobOutcome outcome = OutcomeReader.Read(job, results, started, TimeProvider.System.GetUtcNow(), hosts) with { Reach = Reach };
        JobReport report = job.WriteReport(outcome, folder);
        if (json)
        {
            JsonOutput.Write(new
            {
                Job = job.Id,
                report.Complete,
                report.Failure,
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
        else if (report.Failure is { } reason) Console.Error.WriteLine($"isac: job {job.Id} failed: {reason}.");
        else if (!report.Complete) Console.Error.WriteLine($"isac: {unfinished(results.Status)}");
        if (outcome.IsMixed)
        {
            string kinds = string.Join("; ", outcome.Silos.Select(silo => $"{silo.Build} {silo.Isa}").Distinct());
            Console.Error.WriteLine($"isac: mixed: computed by silos of different kinds ({kinds}); another run may give another digest.");
        }

        foreach (PoisonedTask task in outcome.Poisoned.Take(MostErrorsShown)) Console.Error.WriteLine($"isac: {task.Point}: {task.Error}");
        return report is { Complete: true, Failure: null } ? ExitCode.Done : ExitCode.Incomplete;
    }
}
