using System.CommandLine;
using System.Globalization;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac replay JOB --point P --sample I`: one sample again, alone, with the same bits.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var job = new Argument<string>("JOB") { Description = "Job id of the data folder or of a cluster, or a specification file." };
        var point = new Option<string>("--point") { Description = "Point: its id, or its position from 0.", HelpName = "P", DefaultValueFactory = _ => "0" };
        var sample = new Option<long>("--sample") { Description = "Sample index from 0.", HelpName = "I", Required = true };
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("replay", "Compute one sample of a campaign again and print its numbers.") { job, point, sample, data, json };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!, named = parsed.GetValue(job)!;
            JobSpecification found = cluster.IsNamed(parsed)
                ? JobSource.Specification(await cluster.UseAsync(
                    parsed, folder, client => ClusterJobs.DescriptionAsync(client, named, cancellation), cancellation).ConfigureAwait(false))
                : await JobSource.FindAsync(folder, named, cancellation).ConfigureAwait(false);
            if (found is not CampaignSpecification campaign)
                throw new SpecificationException($"{found.Name} is a job of kind {found.Kind}; only campaigns can be replayed.");
            ReplayedSample replayed = SampleReplay.Run(campaign, parsed.GetValue(point)!, parsed.GetValue(sample), TimeProvider.System);
            Show(replayed, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(ReplayedSample replayed, bool json)
    {
        if (json)
        {
            JsonOutput.Write(replayed);
            return;
        }

        string feasible = replayed.Feasible ? "" : " (infeasible: no design meets the thresholds)";
        Console.WriteLine($"{replayed.Job} point {replayed.Point} sample {replayed.Sample}{feasible}");
        foreach (ReplayedAlgorithm algorithm in replayed.Algorithms) Console.WriteLine($"{algorithm.Name,-10} {Describe(algorithm)}");
    }

    private static string Describe(ReplayedAlgorithm algorithm)
    {
        if (algorithm.Mse is not { } mse) return algorithm.Status;
        string sinr = string.Join(", ", algorithm.SinrDb.Select(value => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "none"));
        string satisfied = algorithm.Satisfied ? "yes" : "no";
        return $"mse {mse.ToString("R", CultureInfo.InvariantCulture)}  sinr [{sinr}] dB  satisfied {satisfied}  {algorithm.DesignDigest}";
    }
}
