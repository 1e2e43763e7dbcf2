using System.CommandLine;
using IsacCluster.Campaigns.MonteCarlo.Comparison;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac compare A B ...`: results side by side, each with the first or with a pinned baseline.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        Argument<string> a = PathOption.Input("A", "Folder with results.json, or the id of a campaign of the data folder.");
        Argument<string[]> others = PathOption.Inputs("B", "The same; several are each compared with A.");
        Option<string?> against = PathOption.Folder(
            "--against", "Folder of a pinned result: A, and each further one, is compared with it; exits as with --fail-on-change.");
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
            a, others, against, data, output, strict, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!;
            string? pinned = parsed.GetValue(against);
            string[] named = [parsed.GetValue(a)!, .. parsed.GetValue(others) ?? []];
            if (pinned is null && named.Length < 2)
                throw new SpecificationException("compare: one result is named; name another one, or a pinned one with --against FOLDER.");
            SideFile first = pinned is null
                ? await ReadAsync("A", named[0], folder, cancellation).ConfigureAwait(false) : SideFile.Read("--against", pinned);
            List<ResultsComparison> comparisons = [];
            foreach ((int at, string other) in (pinned is null ? named[1..] : named).Index())
            {
                string argument = pinned is null ? named.Length > 2 ? $"B, number {at + 1}" : "B" : at == 0 ? "A" : $"B, number {at}";
                comparisons.Add(Compare(first, await ReadAsync(argument, other, folder, cancellation).ConfigureAwait(false)));
            }

            if (parsed.GetValue(output) is { } target) Write(comparisons, target);
            if (parsed.GetValue(json)) Console.Out.Write(System.Text.Encoding.UTF8.GetString(Json(comparisons)));
            else Show(comparisons);
            bool fails = parsed.GetValue(strict) || pinned is not null;
            return fails && comparisons.Exists(comparison => comparison.Changed > 0) ? ExitCode.Incomplete : ExitCode.Done;
        });
        return command;
    }

    /// <summary>One comparison is its document, several are a list in one.</summary>
    private static byte[] Json(List<ResultsComparison> comparisons) => comparisons is [var one]
        ? JsonDocumentText.Write(one)
        : JsonDocumentText.Write(new { Schema = "isac-comparisons-v1", Comparisons = comparisons });

    private static void Show(List<ResultsComparison> comparisons)
    {
        foreach ((int at, ResultsComparison comparison) in comparisons.Index())
        {
            if (at > 0) Console.WriteLine();
            ComparisonView.Show(comparison);
        }
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

    private static void Write(List<ResultsComparison> comparisons, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(Path.Combine(folder, "comparison.json"), Json(comparisons));
            AtomicFile.Write(Path.Combine(folder, "comparison.html"), ComparisonPage.Write(comparisons));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"--out: '{folder}' cannot be written: {e.Message}", e);
        }
    }
}
