using System.CommandLine;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac plan SPEC`: points, tasks, what is already done, predicted slot-hours; starts nothing.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        Argument<string> spec = CommonOptions.Spec();
        Option<string> data = CommonOptions.Data();
        Option<string?> output = CommonOptions.Out();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("plan", "Dry run: what a job would compute and how long it would take. Starts and writes nothing.")
        {
            spec, data, output, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            (JobSpecification specification, JobDescription description) = JobSource.FromFile(
                parsed.GetValue(spec)!, parsed.GetValue(output));
            JobForecast forecast =
                await JobForecast.MakeAsync(specification, description, parsed.GetValue(data)!, cancellation).ConfigureAwait(false);
            forecast.Show(parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }
}
