using System.CommandLine;
using IsacCluster.Campaigns.Specs;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Silo.Hosting;

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
        var command = new Command("submit", "Hand a job to a cluster and print its id; the cluster runs it to its end.") { spec, data, output, json };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            (JobSpecification specification, JobDescription description) = JobSource.FromFile(parsed.GetValue(spec)!, parsed.GetValue(output));
            // Without --out, files go to the folder that the silos share, wherever each of them has it.
            if (parsed.GetValue(output) is null) description = description with { OutputFolder = specification.Name };
            ClusterSession session = await ClusterSession.ConnectAsync(cluster.Read(parsed), parsed.GetValue(data)!, cancellation).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                JobId id = await session.Client.SubmitAsync(description, cancellation: cancellation).ConfigureAwait(false);
                if (parsed.GetValue(json)) JsonOutput.Write(new { Job = id.Value });
                else Console.WriteLine(id.Value);
                return ExitCode.Done;
            }
        });
        return command;
    }
}
