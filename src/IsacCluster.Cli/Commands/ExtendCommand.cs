using System.CommandLine;
using IsacCluster.Campaigns.Specs;
using IsacCluster.Cli.Execution;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac extend JOB --samples N`: the job of the data folder with more samples; only the new ones are computed.</summary>
internal static class ExtendCommand
{
    public static Command Create()
    {
        Argument<string> job = CommonOptions.Job();
        var samples = new Option<long>("--samples")
        {
            Description = "Samples per point, in all.",
            HelpName = "N",
            Required = true,
            Validators = { result => CommonOptions.CheckRange(result, result.GetValueOrDefault<long>(), 1, 1_000_000_000, "--samples") },
        };
        Option<string> data = CommonOptions.Data();
        Option<string?> output = CommonOptions.Out();
        Option<int> silos = CommonOptions.Silos();
        Option<int?> slots = CommonOptions.Slots();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("extend", "Continue a job of the data folder to another number of samples.")
        {
            job, samples, data, output, silos, slots, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!;
            JobDescription stored = await JobSource.FromDataFolderAsync(folder, parsed.GetValue(job)!, cancellation).ConfigureAwait(false);
            JobDescription extended = stored with
            {
                SpecText = SpecificationText.WithSamples(stored.SpecText, parsed.GetValue(samples)),
                OutputFolder = parsed.GetValue(output) is { } named ? Path.GetFullPath(named) : stored.OutputFolder,
            };
            var execution = new JobExecution
            {
                Data = folder,
                Silos = parsed.GetValue(silos),
                Slots = parsed.GetValue(slots),
                Json = parsed.GetValue(json),
            };
            return await execution.RunAsync(JobSource.Specification(extended), extended, cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
