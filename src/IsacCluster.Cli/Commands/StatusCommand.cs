using System.CommandLine;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac status [JOB]`: the jobs of a cluster, or the lanes of one.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        Argument<string?> job = PathOption.OptionalInput("JOB", "Job id (default: all jobs).");
        var cluster = new ClusterOptions();
        Option<string> data = CommonOptions.SharedData();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("status", "Show the jobs of a cluster, or how one stands.") { job, data, json };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            return await cluster.UseAsync(parsed, parsed.GetValue(data)!, async client =>
            {
                if (parsed.GetValue(job) is not { } id)
                {
                    StatusView.Show(await client.GetJobsAsync(cancellation).ConfigureAwait(false), parsed.GetValue(json));
                    return ExitCode.Done;
                }

                await ClusterJobs.DescriptionAsync(client, id, cancellation).ConfigureAwait(false);
                JobStatus status = await client.GetStatusAsync(new JobId(id), cancellation).ConfigureAwait(false);
                StatusView.Show(status, parsed.GetValue(json));
                return status.Phase is JobPhase.Failed or JobPhase.Incomplete ? ExitCode.Incomplete : ExitCode.Done;
            }, cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
