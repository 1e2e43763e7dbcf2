using System.CommandLine;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac watch JOB`: the progress of a job of a cluster until it settles, and then its report if a folder is named.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        Argument<string> job = CommonOptions.Job();
        var cluster = new ClusterOptions();
        Option<string> data = CommonOptions.SharedData();
        Option<string?> output = PathOption.Folder("--out", "Write the report to this folder at the end.", "-o");
        Option<bool> json = CommonOptions.Json();
        var command = new Verb(
            "watch", "Follow a job of a cluster until it settles; interrupting the watch leaves the job running.",
            "the watch has ended; the job goes on in the cluster, and 'isac watch' follows it again.")
        {
            job, data, output, json,
        };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!;
            return await cluster.UseAsync(parsed, folder, async client =>
            {
                var id = new JobId(parsed.GetValue(job)!);
                JobDescription description = await ClusterJobs.DescriptionAsync(client, id.Value, cancellation).ConfigureAwait(false);
                IReportableJob built = ClusterJobs.Build(description, folder);
                JobStatus status = await ProgressView.ShowAsync(client, id, built, description, link: null, cancellation)
                    .ConfigureAwait(false);
                // A job that writes files has its manifest written when it is complete: until then they are no dataset.
                string? named = parsed.GetValue(output) ?? ClusterJobs.FilesOf(description, folder);
                if (named is not null)
                    return await ClusterJobs.ReportAsync(
                        client, id, built, Path.GetFullPath(named), cluster.Reach(parsed), parsed.GetValue(json), cancellation)
                       .ConfigureAwait(false);
                StatusView.Show(status, parsed.GetValue(json));
                return status.Phase == JobPhase.Completed ? ExitCode.Done : ExitCode.Incomplete;
            }, cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
