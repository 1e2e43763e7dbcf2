using System.CommandLine;
using System.Net;
using IsacCluster.Campaigns;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

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
        var check = new Option<bool>("--check")
        {
            Description = "Only try the algorithms of a campaign on four samples and print what each answered; nothing is run or written.",
        };
        var command = new Verb(
            "run", "Run a job of any kind to its end on an embedded cluster and write its report.",
            "interrupted; everything accepted so far is kept, the same command continues.")
        {
            spec, data, output, silos, slots, json, check,
        };
        Option<int?> http = NumberOption.Optional(
            "--http", "Serve the live page on this port of loopback until the run ends; 0: a free one (default: none).", 0,
            IPEndPoint.MaxPort, "PORT");
        command.Options.Add(http);
        export.AddWithFileTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            (JobSpecification specification, JobDescription description) =
                JobSource.FromFile(parsed.GetValue(spec)!, parsed.GetValue(output));
            if (parsed.GetValue(check)) return Task.FromResult(Check(specification, parsed.GetValue(json), cancellation));
            var execution = new JobExecution
            {
                Data = parsed.GetValue(data)!,
                Silos = parsed.GetValue(silos),
                Slots = parsed.GetValue(slots),
                Telemetry = export.ReadWithFile(parsed),
                Json = parsed.GetValue(json),
                Http = parsed.GetValue(http),
            };
            return execution.RunAsync(description, cancellation);
        });
        return command;
    }

    /// <returns>The exit code: incomplete where an algorithm returned no design.</returns>
    private static int Check(JobSpecification specification, bool json, CancellationToken cancellation)
    {
        CheckReport report = JobKinds.Of(specification).Check(specification, TimeProvider.System, cancellation)
            ?? throw new SpecificationException($"--check: a job of kind {specification.Kind} has no algorithms to try; campaigns have.");
        if (json) JsonOutput.Write(report.Data);
        else foreach (string line in report.Lines) Console.WriteLine(line);
        return report.AllDesigned ? ExitCode.Done : ExitCode.Incomplete;
    }
}
