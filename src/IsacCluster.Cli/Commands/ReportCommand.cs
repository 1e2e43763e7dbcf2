using System.CommandLine;
using IsacCluster.Cli.Execution;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac report JOB --out DIR`: the report of what has been accepted, without computing anything.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        Argument<string> job = CommonOptions.Job();
        Option<string> data = CommonOptions.Data();
        Option<string?> output = CommonOptions.Out();
        Option<bool> json = CommonOptions.Json();
        var cluster = new ClusterOptions();
        var command = new Verb(
            "report", "Write the report of a job of the data folder or of a cluster, complete or not.",
            "interrupted; the report was not finished, and the job is as it was.")
        {
            job, data, output, json,
        };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!, id = parsed.GetValue(job)!;
            if (!cluster.IsNamed(parsed))
            {
                return await new JobExecution { Data = folder, Json = parsed.GetValue(json) }
                    .ReportAsync(id, parsed.GetValue(output), cancellation).ConfigureAwait(false);
            }

            return await cluster.UseAsync(parsed, folder, async client =>
            {
                JobDescription description = await ClusterJobs.DescriptionAsync(client, id, cancellation).ConfigureAwait(false);
                IReportableJob built = ClusterJobs.Build(description, folder);
                string target = Path.GetFullPath(
                    parsed.GetValue(output) ?? ClusterJobs.FilesOf(description, folder)
                    ?? Path.Combine("results", JobSource.Specification(description).Name));
                return await ClusterJobs.ReportAsync(
                    client, new JobId(id), built, target, cluster.Reach(parsed), parsed.GetValue(json), cancellation).ConfigureAwait(false);
            }, cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
