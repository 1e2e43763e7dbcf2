using System.CommandLine;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac pause`, `resume` and `cancel JOB` on a cluster.</summary>
internal static class LifecycleCommands
{
    public static IEnumerable<Command> Create() =>
    [
        Create(
            "pause", "Grant no more tasks of a job until it is resumed; nothing is lost.",
            (client, id, stop) => client.PauseAsync(id, stop)),
        Create("resume", "Go on with a paused or cancelled job.", (client, id, stop) => client.ResumeAsync(id, stop)),
        Create("cancel", "Stop a job at its next samples; what was accepted is kept.", (client, id, stop) => client.CancelAsync(id, stop)),
    ];

    private static Verb Create(string verb, string description, Func<IJobClient, JobId, CancellationToken, Task> act)
    {
        Argument<string> job = CommonOptions.Job();
        var cluster = new ClusterOptions();
        Option<string> data = CommonOptions.SharedData();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb(
            verb, description, "interrupted; the cluster may have heard of it already: 'isac status' tells.") { job, data, json };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            return await cluster.UseAsync(parsed, parsed.GetValue(data)!, async client =>
            {
                var id = new JobId(parsed.GetValue(job)!);
                await ClusterJobs.DescriptionAsync(client, id.Value, cancellation).ConfigureAwait(false);
                await act(client, id, cancellation).ConfigureAwait(false);
                JobStatus status = await client.GetStatusAsync(id, cancellation).ConfigureAwait(false);
                if (status is { Phase: JobPhase.Damaged, Failure: { } damage }) throw DamagedJob.Refusal(id, damage.Message);
                StatusView.Show(status, parsed.GetValue(json));
                return ExitCode.Done;
            }, cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
