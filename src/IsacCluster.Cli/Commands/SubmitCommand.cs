using System.CommandLine;
using System.Runtime.CompilerServices;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Telemetry;
using IsacCluster.Specifications;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac submit SPEC`: hands a job to a cluster and prints its id.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        Argument<string> spec = CommonOptions.Spec();
        var cluster = new ClusterOptions();
        Option<string> data = CommonOptions.SharedData();
        Option<string?> output = CommonOptions.Out();
        Option<bool> json = CommonOptions.Json();
        Option<int> priority = NumberOption.Of(
            "--priority", "Weight where jobs compete for slots.", 1, SubmitOptions.HighestPriority, usual: 1, "1..100");
        Option<int?> most = NumberOption.Optional(
            "--max-slots", "Most slots of the cluster at once (default: no limit).", 1, 1_000_000);
        Option<double?> limit = NumberOption.Optional(
            "--task-timeout", "Seconds after which an attempt of a task counts as failed (default: 3600).", 0.001, 1e6, "SECONDS");
        var command = new Verb(
            "submit", "Hand a job to a cluster and print its id; the cluster runs it to its end.",
            "interrupted; the cluster may have the job already: 'isac status' tells.")
        {
            spec, data, output, priority, most, limit, json,
        };
        var export = new ExportOptions();
        export.AddEndpointTo(command);
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            (JobSpecification specification, JobDescription description) = JobSource.FromFile(
                parsed.GetValue(spec)!, parsed.GetValue(output));
            // Without --out, files go to the folder that the silos share, wherever each of them has it.
            if (parsed.GetValue(output) is null) description = description with { OutputFolder = specification.Name };
            var options = new SubmitOptions
            {
                Priority = parsed.GetValue(priority),
                MaxSlots = parsed.GetValue(most),
                TaskTimeout = parsed.GetValue(limit) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            };
            TelemetrySession telemetry = TelemetrySession.Start(export.ReadEndpoint(parsed));
            await using ConfiguredAsyncDisposable _ = telemetry.ConfigureAwait(false);
            return await cluster.UseAsync(parsed, parsed.GetValue(data)!, async client =>
            {
                JobId id = await client.SubmitAsync(description, options, cancellation).ConfigureAwait(false);
                if (parsed.GetValue(json)) JsonOutput.Write(new { Job = id.Value });
                else Console.WriteLine(id.Value);
                return ExitCode.Done;
            }, cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
