using System.CommandLine;
using System.Text;
using IsacCluster.Campaigns.Studies.Exports;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Cli.Execution;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Files;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac study list|show|best|export`: the studies of a data folder or a cluster, also while they run.</summary>
internal static class StudyCommand
{
    public static Command Create() => new Verb("study", "Look at studies, also while they run: list, show, best, export.")
    {
        List(), Show(), Best(), Export(),
    };

    private static Verb List()
    {
        Option<bool> json = CommonOptions.Json();
        return Of("list", "List the studies of a data folder or of a cluster with their best trials.", [], [json],
            async (parsed, source, cancellation) =>
            {
                List<(JobSummary, StudyResults?)> studies = [];
                foreach (JobSummary job in await source.ListAsync(cancellation).ConfigureAwait(false))
                {
                    StudyState? state = job.Damage is not null ? null
                        : await source.ReadAsync(job.Id.Value, cancellation).ConfigureAwait(false);
                    studies.Add((job, state?.Results));
                }

                StudyView.List(studies, parsed.GetValue(json));
                return ExitCode.Done;
            });
    }

    private static Verb Show()
    {
        Argument<string> job = CommonOptions.Job();
        Option<bool> json = CommonOptions.Json();
        Option<int> top = NumberOption.Of("--top", "How many trials are shown, the best first.", 1, 1000, usual: 10);
        return Of("show", "Show a study: how it searches, what it found, its best trials.", [job], [top, json],
            async (parsed, source, cancellation) =>
            {
                StudyState state = await source.ReadAsync(parsed.GetValue(job)!, cancellation).ConfigureAwait(false);
                if (parsed.GetValue(json)) Console.Out.Write(Encoding.UTF8.GetString(JsonDocumentText.Write(state.Results)));
                else StudyView.Show(state.Results, parsed.GetValue(top));
                return ExitCode.Done;
            });
    }

    private static Verb Best()
    {
        Argument<string> job = CommonOptions.Job();
        Option<bool> json = CommonOptions.Json();
        return Of("best", "Print the best trial of a study, with several metrics its front; exit 1 where there is none.", [job], [json],
            async (parsed, source, cancellation) =>
            {
                StudyState state = await source.ReadAsync(parsed.GetValue(job)!, cancellation).ConfigureAwait(false);
                TrialResult[] best = [.. StudyView.Best(state.Results)];
                if (parsed.GetValue(json)) Console.Out.Write(Encoding.UTF8.GetString(JsonDocumentText.Write(best)));
                else StudyView.Trials(state.Results, best);
                if (best.Length > 0) return ExitCode.Done;
                Console.Error.WriteLine($"isac: {StudyView.WhyNone(state.Results)}");
                return ExitCode.Incomplete;
            });
    }

    private static Verb Export()
    {
        Argument<string> job = CommonOptions.Job();
        Option<string?> csv = PathOption.File("--csv", "Write the trials as CSV, as Optuna's trials_dataframe() and 'prior:' have them.");
        Option<string?> mlflow = PathOption.Folder("--mlflow", "Write the trials as runs into this folder of MLflow (mlruns).");
        return Of("export", "Write the trials of a study for other programs.", [job], [csv, mlflow], async (parsed, source, cancellation) =>
        {
            (string? table, string? runs) = (parsed.GetValue(csv), parsed.GetValue(mlflow));
            if (table is null && runs is null) throw new SpecificationException("export: expected --csv FILE or --mlflow DIR, or both.");
            StudyState state = await source.ReadAsync(parsed.GetValue(job)!, cancellation).ConfigureAwait(false);
            if (table is not null) WriteTable(table, state);
            if (runs is not null) WriteRuns(runs, state);
            return ExitCode.Done;
        });
    }

    private static void WriteTable(string path, StudyState state)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            AtomicFile.Write(path, TrialTable.Write(state.Results, state.Space));
            Console.WriteLine($"csv     {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"--csv: '{path}' cannot be written: {e.Message}", e);
        }
    }

    private static void WriteRuns(string folder, StudyState state)
    {
        try
        {
            Console.WriteLine($"mlflow  {Path.GetRelativePath(Environment.CurrentDirectory, MlflowFolder.Write(state.Results, folder))}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecificationException($"--mlflow: '{folder}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>A verb that reads studies.</summary>
    private static Verb Of(
        string name, string description, Argument[] arguments, Option[] options,
        Func<ParseResult, StudySource, CancellationToken, Task<int>> act)
    {
        Option<string> data = CommonOptions.Data();
        var verb = new Verb(name, description);
        foreach (Argument argument in arguments) verb.Arguments.Add(argument);
        foreach (Option option in (Option[])[data, .. options]) verb.Options.Add(option);
        var cluster = new ClusterOptions();
        cluster.AddTo(verb);
        verb.SetAction((parsed, cancellation) =>
        {
            string folder = parsed.GetValue(data)!;
            return cluster.IsNamed(parsed)
                ? cluster.UseAsync(
                    parsed, folder, client => act(parsed, StudySource.OfCluster(client, folder), cancellation), cancellation)
                : StudySource.InFolderAsync(folder, source => act(parsed, source, cancellation), cancellation);
        });
        return verb;
    }
}
