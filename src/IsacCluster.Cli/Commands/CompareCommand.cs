using System.CommandLine;
using IsacCluster.Campaigns.MonteCarlo.Comparison;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac compare A B`: two results side by side.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        Argument<string> a = PathOption.Input("A", "Folder with results.json, or the id of a campaign of the data folder."),
            b = PathOption.Input("B", "The same.");
        Option<string> data = CommonOptions.Data();
        Option<string?> output = PathOption.Folder("--out", "Folder for comparison.html and comparison.json (default: none).");
        var strict = new Option<bool>("--fail-on-change")
        {
            Description = "Exit with 1 where a number has changed, that is its interval does not contain 0.",
        };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb(
            "compare", "Compare two results: differences of means with intervals, and what differs in their specifications.")
        {
            a, b, data, output, strict, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!;
            SideFile first = await ReadAsync("A", parsed.GetValue(a)!, folder, cancellation).ConfigureAwait(false);
            SideFile second = await ReadAsync("B", parsed.GetValue(b)!, folder, cancellation).ConfigureAwait(false);
            ResultsComparison comparison = Compare(first, second);
            if (parsed.GetValue(output) is { } target) Write(comparison, target);
            if (parsed.GetValue(json)) Console.Out.Write(System.Text.Encoding.UTF8.GetString(JsonDocumentText.Write(comparison)));
            else ComparisonView.Show(comparison);
            return parsed.GetValue(strict) && comparison.Changed > 0 ? ExitCode.Incomplete : ExitCode.Done;
        });
        return command;
    }

    private static ResultsComparison Compare(SideFile a, SideFile b)
    {
        try
        {
            return ResultsComparer.Compare(a, b);
        }
        catch (InvalidDataException e)
        {
            throw new SpecificationException(e.Message, e);
        }
    }

    private static async Task<SideFile> ReadAsync(string argument, string named, string data, CancellationToken cancellation)
    {
        if (Directory.Exists(named) || File.Exists(named)) return SideFile.Read(argument, named);
        JobSummary? job = !Directory.Exists(data) ? null
            : (await JobsCommand.InFolderAsync(data).ConfigureAwait(false)).FirstOrDefault(held => held.Id.Value == named);
        if (job is null)
            throw new SpecificationException($"{argument}: '{named}' is neither a folder with results.json nor a job of '{data}'.");
        if (job.Kind != "campaign")
            throw new SpecificationException($"{argument}: job '{named}' is of kind {job.Kind ?? "unknown"}; campaigns can be compared.");
        string folder = Directory.CreateTempSubdirectory("isac-compare-").FullName;
        try
        {
            await new JobExecution { Data = data, Json = true }.WriteReportAsync(named, folder, cancellation).ConfigureAwait(false);
            return SideFile.Read(argument, folder, named) with { RowsFile = null };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(ResultsComparison comparison, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(Path.Combine(folder, "comparison.json"), JsonDocumentText.Write(comparison));
            AtomicFile.Write(Path.Combine(folder, "comparison.html"), ComparisonPage.Write(comparison));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"--out: '{folder}' cannot be written: {e.Message}", e);
        }
    }
}
