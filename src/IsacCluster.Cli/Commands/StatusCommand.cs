using System.CommandLine;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac status [JOB]`: the jobs of a cluster, or the lanes of one.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var job = new Argument<string?>("JOB") { Description = "Job id (default: all jobs).", Arity = ArgumentArity.ZeroOrOne };
        var cluster = new ClusterOptions();
        Option<string> data = CommonOptions.SharedData();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("status", "Show the jobs of a cluster, or how one stands.") { job, data, json };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            ClusterSession session =
                await ClusterSession.ConnectAsync(cluster.Read(parsed), parsed.GetValue(data)!, cancellation).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                if (parsed.GetValue(job) is not { } id)
                {
                    StatusView.Show(await session.Client.GetJobsAsync(cancellation).ConfigureAwait(false), parsed.GetValue(json));
                    return ExitCode.Done;
                }

                await ClusterJobs.DescriptionAsync(session.Client, id, cancellation).ConfigureAwait(false);
                JobStatus status = await session.Client.GetStatusAsync(new JobId(id), cancellation).ConfigureAwait(false);
                StatusView.Show(status, parsed.GetValue(json));
                return status.Phase is JobPhase.Failed or JobPhase.Incomplete ? ExitCode.Incomplete : ExitCode.Done;
            }
        });
        return command;
    }
}
