using System.CommandLine;
using IsacCluster.Cli.Execution;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac run SPEC`: a job of any kind to its end on an embedded cluster; resumes what the data folder holds.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<string> spec = CommonOptions.Spec();
        Option<string> data = CommonOptions.Data();
        Option<string?> output = CommonOptions.Out();
        var export = new ExportOptions();
        Option<int> silos = CommonOptions.Silos();
        Option<int?> slots = CommonOptions.Slots();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb(
            "run", "Run a job of any kind to its end on an embedded cluster and write its report.",
            "interrupted; everything accepted so far is kept, the same command continues.")
        {
            spec, data, output, silos, slots, json,
        };
        export.AddWithFileTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            (_, JobDescription description) = JobSource.FromFile(parsed.GetValue(spec)!, parsed.GetValue(output));
            var execution = new JobExecution
            {
                Data = parsed.GetValue(data)!,
                Silos = parsed.GetValue(silos),
                Slots = parsed.GetValue(slots),
                Telemetry = export.ReadWithFile(parsed),
                Json = parsed.GetValue(json),
            };
            return execution.RunAsync(description, cancellation);
        });
        return command;
    }
}
