using System.CommandLine;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Specifications;

namespace IsacCluster.Cli.Commands;

/// <summary>
/// `isac extend JOB --samples N`, of a study `--trials N`: the job with more of them; only the new ones are computed. On a cluster it
/// returns once the job runs.
/// </summary>
internal static class ExtendCommand
{
    public static Command Create()
    {
        Argument<string> job = CommonOptions.Job();
        Option<long?> samples = NumberOption.Optional("--samples", "Samples per point, in all.", 1, 1_000_000_000L);
        Option<long?> trials = NumberOption.Optional("--trials", "Trials of a study, in all.", 1, 1_000_000L);
        Option<string> data = CommonOptions.Data();
        Option<string?> output = CommonOptions.Out();
        Option<int> silos = CommonOptions.Silos();
        Option<int?> slots = CommonOptions.Slots();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb(
            "extend", "Continue a job of the data folder, or of a cluster, to another number of samples or trials.",
            "interrupted; everything accepted so far is kept, the same command continues.")
        {
            job, samples, trials, data, output, silos, slots, json,
        };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(samples) is null == result.GetResult(trials) is null)
                result.AddError("Exactly one of --samples and --trials is expected.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!, id = parsed.GetValue(job)!;
            if (cluster.IsNamed(parsed))
            {
                return await cluster.UseAsync(parsed, folder, async client =>
                {
                    JobDescription held = await ClusterJobs.DescriptionAsync(client, id, cancellation).ConfigureAwait(false);
                    JobDescription more = Extend(held, parsed.GetValue(samples), parsed.GetValue(trials), parsed.GetValue(output));
                    JobId submitted = await client.SubmitAsync(more, cancellation: cancellation).ConfigureAwait(false);
                    if (parsed.GetValue(json)) JsonOutput.Write(new { Job = submitted.Value });
                    else Console.WriteLine(submitted.Value);
                    return ExitCode.Done;
                }, cancellation).ConfigureAwait(false);
            }

            JobDescription stored = await JobSource.FromDataFolderAsync(folder, id, cancellation).ConfigureAwait(false);
            JobDescription extended = Extend(stored, parsed.GetValue(samples), parsed.GetValue(trials), parsed.GetValue(output));
            var execution = new JobExecution
            {
                Data = folder,
                Silos = parsed.GetValue(silos),
                Slots = parsed.GetValue(slots),
                Json = parsed.GetValue(json),
            };
            return await execution.RunAsync(extended, cancellation).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Exactly one of the two numbers is given.</summary>
    private static JobDescription Extend(JobDescription job, long? samples, long? trials, string? output) => job with
    {
        SpecText = samples is { } count
            ? SpecificationText.WithSamples(job.SpecText, count)
            : SpecificationText.WithTrials(job.SpecText, trials!.Value),
        OutputFolder = output is null ? job.OutputFolder : Path.GetFullPath(output),
    };
}
