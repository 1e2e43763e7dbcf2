using System.CommandLine;
using IsacCluster.Campaigns;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Specifications;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac replay JOB --point P --sample I`: one sample again, alone, with the same bits.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        Argument<string> job = PathOption.Input("JOB", "Job id of the data folder or of a cluster, or a specification file.");
        var point = new Option<string>("--point")
        {
            Description = "Point: its id, or its position from 0.",
            HelpName = "P",
            DefaultValueFactory = _ => "0",
        };
        Option<long> sample = NumberOption.Of("--sample", "Sample index from 0.", 0, long.MaxValue, usual: 0, helpName: "I");
        sample.Required = true;
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command =
            new Verb("replay", "Compute one sample of a campaign, a dataset or a solved dataset again and print its numbers.")
            {
                job, point, sample, data, json,
            };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!, named = parsed.GetValue(job)!;
            JobSpecification found = cluster.IsNamed(parsed)
                ? JobSource.Specification(await cluster.UseAsync(
                    parsed, folder, client => ClusterJobs.DescriptionAsync(client, named, cancellation), cancellation)
                    .ConfigureAwait(false))
                : await JobSource.FindAsync(folder, named, cancellation).ConfigureAwait(false);
            ReplayReport replayed = JobKinds.Of(found).Replay(found, parsed.GetValue(point)!, parsed.GetValue(sample), TimeProvider.System);
            if (parsed.GetValue(json)) JsonOutput.Write(replayed.Data);
            else foreach (string line in replayed.Lines) Console.WriteLine(line);
            return ExitCode.Done;
        });
        return command;
    }
}
