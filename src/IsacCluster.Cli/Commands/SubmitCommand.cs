using System.CommandLine;
using System.CommandLine.Parsing;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac submit SPEC`: hands a job to a cluster and prints its id.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        var spec = new Argument<string>("SPEC") { Description = "Specification file (YAML)." };
        var cluster = new ClusterOptions();
        Option<string> data = CommonOptions.SharedData();
        Option<string?> output = CommonOptions.Out();
        Option<bool> json = CommonOptions.Json();
        var priority = new Option<int>("--priority")
        {
            Description = "Weight where jobs compete for slots.",
            HelpName = "1..100",
            DefaultValueFactory = _ => 1,
            Validators =
            {
                result => CommonOptions.CheckRange(
                    result, result.GetValueOrDefault<int>(), 1, SubmitOptions.HighestPriority, "--priority"),
            },
        };
        var most = new Option<int?>("--max-slots")
        {
            Description = "Most slots of the cluster at once (default: no limit).",
            HelpName = "N",
            Validators = { result => CommonOptions.CheckRange(result, result.GetValueOrDefault<int?>() ?? 1, 1, 1_000_000, "--max-slots") },
        };
        var limit = new Option<double?>("--task-timeout")
        {
            Description = "Seconds after which an attempt of a task counts as failed (default: 3600).",
            HelpName = "SECONDS",
            Validators = { result => CheckPositive(result, result.GetValueOrDefault<double?>() ?? 1) },
        };
        var command = new Command("submit", "Hand a job to a cluster and print its id; the cluster runs it to its end.")
        {
            spec, data, output, priority, most, limit, json,
        };
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

    private static void CheckPositive(SymbolResult result, double seconds)
    {
        if (seconds is not (> 0 and <= 1e6))
            result.AddError($"--task-timeout: '{seconds}' is not allowed; expected seconds above 0 and up to 1000000.");
    }
}
