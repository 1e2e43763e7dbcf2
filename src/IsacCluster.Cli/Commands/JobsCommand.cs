using System.CommandLine;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Client;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac jobs`: every job of a data folder or a cluster.</summary>
internal static class JobsCommand
{
    public static Command Create()
    {
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("jobs", "List every job of a data folder or of a cluster, also while it runs.") { data, json };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!;
            IReadOnlyList<JobSummary> jobs = cluster.IsNamed(parsed)
                ? await cluster.UseAsync(parsed, folder, client => ClusterJobs.ListAsync(client, cancellation), cancellation)
                    .ConfigureAwait(false)
                : await InFolderAsync(folder).ConfigureAwait(false);
            JobsView.Show(jobs, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The jobs of a data folder.</summary>
    internal static Task<IReadOnlyList<JobSummary>> InFolderAsync(string folder)
    {
        JobSource.Check(folder);
        return StoredJobs.ListAsync(folder);
    }
}
