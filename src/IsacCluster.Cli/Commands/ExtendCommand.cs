using System.CommandLine;
using IsacCluster.Campaigns.Specs;
using IsacCluster.Cli.Execution;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cli.Commands;

/// <summary>
/// `isac extend JOB --samples N`, of a study `--trials N`: the job of the data folder with more of them; only the new ones are computed.
/// </summary>
internal static class ExtendCommand
{
    public static Command Create()
    {
        Argument<string> job = CommonOptions.Job();
        Option<long?> samples = Count("--samples", "Samples per point, in all.", 1_000_000_000);
        Option<long?> trials = Count("--trials", "Trials of a study, in all.", 1_000_000);
        Option<string> data = CommonOptions.Data();
        Option<string?> output = CommonOptions.Out();
        Option<int> silos = CommonOptions.Silos();
        Option<int?> slots = CommonOptions.Slots();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("extend", "Continue a job of the data folder to another number of samples or trials.")
        {
            job, samples, trials, data, output, silos, slots, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(samples) is null == result.GetResult(trials) is null)
                result.AddError("Exactly one of --samples and --trials is expected.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!;
            JobDescription stored = await JobSource.FromDataFolderAsync(folder, parsed.GetValue(job)!, cancellation).ConfigureAwait(false);
            JobDescription extended = stored with
            {
                SpecText = parsed.GetValue(trials) is { } wanted
                    ? SpecificationText.WithTrials(stored.SpecText, wanted)
                    : SpecificationText.WithSamples(stored.SpecText, parsed.GetValue(samples)!.Value),
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

    private static Option<long?> Count(string name, string description, long most) => new(name)
    {
        Description = description,
        HelpName = "N",
        Validators = { result => CommonOptions.CheckRange(result, result.GetValueOrDefault<long?>() ?? 1, 1, most, name) },
    };
}
