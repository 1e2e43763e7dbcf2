using System.CommandLine;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Hosting;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac delete JOB`: removes a job and its accepted results from a data folder or a cluster.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        Argument<string> job = CommonOptions.Job();
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask; needed where there is no terminal." };
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb(
            "delete", "Remove a job and its accepted results from a data folder or a cluster; files of reports stay.",
            "interrupted; the job may be deleted in part: the same command deletes the rest.")
        {
            job, yes, data, json,
        };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(yes) && Console.IsInputRedirected)
                result.AddError("--yes is expected where no terminal can be asked.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var id = new JobId(parsed.GetValue(job)!);
            string folder = parsed.GetValue(data)!;
            var deletion = new Deletion(id, parsed.GetValue(yes), parsed.GetValue(json));
            if (cluster.IsNamed(parsed))
            {
                return await cluster.UseAsync(
                    parsed, folder, client => deletion.RunAsync(client, "the cluster", cancellation), cancellation).ConfigureAwait(false);
            }

            JobSource.Check(folder);
            EmbeddedCluster embedded = await EmbeddedJobs.StartAsync(folder, 1, 0, cancellation).ConfigureAwait(false);
            await using (embedded.ConfigureAwait(false))
                return await deletion.RunAsync(embedded.Client, $"data folder {folder}", cancellation).ConfigureAwait(false);
        });
        return command;
    }

    private sealed record Deletion(JobId Id, bool Yes, bool Json)
    {
        public async Task<int> RunAsync(IJobClient client, string place, CancellationToken cancellation)
        {
            JobSummary summary = await client.GetSummaryAsync(Id, cancellation).ConfigureAwait(false)
                ?? throw new SpecificationException($"JOB: {place} holds no job '{Id}'; 'isac jobs' lists them.");
            if (!Yes && !await AskAsync(summary, cancellation).ConfigureAwait(false))
            {
                await Console.Error.WriteLineAsync("isac: nothing was deleted.").ConfigureAwait(false);
                return ExitCode.Incomplete;
            }

            if (!await client.DeleteAsync(Id, cancellation).ConfigureAwait(false))
            {
                await Console.Error.WriteLineAsync($"isac: job {Id} runs; 'isac cancel {Id}' stops it, then it can be deleted.")
                    .ConfigureAwait(false);
                return ExitCode.Incomplete;
            }

            if (Json) JsonOutput.Write(new { Job = Id.Value, Deleted = true });
            else Console.WriteLine($"deleted {Id}");
            return ExitCode.Done;
        }

        private async Task<bool> AskAsync(JobSummary job, CancellationToken cancellation)
        {
            string what = job.Damage is null ? $"{job.Kind}, {JobsView.Done(job)}" : JobsView.State(job);
            await Console.Error.WriteAsync($"delete job {Id} ({what})? [y/N] ").ConfigureAwait(false);
            string? answer = await Console.In.ReadLineAsync(cancellation).ConfigureAwait(false);
            return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
        }
    }
}
