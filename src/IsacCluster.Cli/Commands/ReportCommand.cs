using System.CommandLine;
using IsacCluster.Cli.Execution;

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
        var command = new Command("report", "Write the report of a job of the data folder, complete or not.") { job, data, output, json };
        command.SetAction((parsed, cancellation) => new JobExecution { Data = parsed.GetValue(data)!, Json = parsed.GetValue(json) }
            .ReportAsync(parsed.GetValue(job)!, parsed.GetValue(output), cancellation));
        return command;
    }
}
