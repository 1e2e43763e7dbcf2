using System.CommandLine;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac status [JOB]`: the jobs of a cluster or a data folder, or the lanes of one.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        Argument<string?> job = PathOption.OptionalInput("JOB", "Job id (default: all jobs).");
        var cluster = new ClusterOptions();
        Option<string> data = PathOption.FolderOr(
            CommonOptions.UsualData, "--data",
            "A data folder, instead of a cluster; with --cluster or --store the folder that its silos share.");
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("status", "Show the jobs of a cluster, or with --data of a data folder, or how one stands.")
        {
            job, data, json,
        };
        cluster.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!;
            bool inFolder = !cluster.IsNamed(parsed) && parsed.GetResult(data) is { Implicit: false };
            return inFolder
                ? InFolderAsync(folder, parsed.GetValue(job), parsed.GetValue(json), cancellation)
                : cluster.UseAsync(
                    parsed, folder, client => InClusterAsync(client, parsed.GetValue(job), parsed.GetValue(json), cancellation),
                    cancellation);
        });
        return command;
    }

    private static async Task<int> InClusterAsync(IJobClient client, string? job, bool json, CancellationToken cancellation)
    {
        if (job is null)
        {
            StatusView.Show(await client.GetJobsAsync(cancellation).ConfigureAwait(false), json);
            if (json) return ExitCode.Done;
            Console.WriteLine();
            ClusterViewText.Show(await client.GetClusterAsync(cancellation).ConfigureAwait(false), json);
            return ExitCode.Done;
        }

        if (await client.GetSummaryAsync(new JobId(job), cancellation).ConfigureAwait(false) is null)
            throw ClusterJobs.None(job);
        return Show(await client.GetStatusAsync(new JobId(job), cancellation).ConfigureAwait(false), json);
    }

    private static async Task<int> InFolderAsync(string folder, string? job, bool json, CancellationToken cancellation)
    {
        IReadOnlyList<JobSummary> jobs = await JobsCommand.InFolderAsync(folder).ConfigureAwait(false);
        if (job is null)
        {
            JobsView.Show(jobs, json);
            return ExitCode.Done;
        }

        EmbeddedCluster cluster = await JobSource.OpenAsync(folder, cancellation).ConfigureAwait(false);
        await using (cluster.ConfigureAwait(false))
        {
            if (jobs.All(held => held.Id.Value != job)) throw JobSource.None(folder, job);
            int code = Show(await cluster.Client.GetStatusAsync(new JobId(job), cancellation).ConfigureAwait(false), json);
            if (jobs.Any(held => held.Interrupted && held.Id.Value == job))
                await Console.Error.WriteLineAsync(
                    "isac: no process runs it any more; 'isac run' with its specification continues it.").ConfigureAwait(false);
            return code;
        }
    }

    private static int Show(JobStatus status, bool json)
    {
        StatusView.Show(status, json);
        return status.Phase is JobPhase.Failed or JobPhase.Incomplete or JobPhase.Damaged ? ExitCode.Incomplete : ExitCode.Done;
    }
}
