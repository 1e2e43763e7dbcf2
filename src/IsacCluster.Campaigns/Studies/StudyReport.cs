using System.Globalization;
using System.Text;
using IsacCluster.Campaigns.Studies.Figures;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Files;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// study.json, results.csv, of a training best.yaml or front/trial-N.yaml, the figures and report.html, each written atomically.
/// Checkpoints of trials that are finished are removed.
/// </summary>
internal sealed class StudyReport(StudyJob job)
{
    private const int RowsOfSummary = 5;

    private StudySpecification Specification => job.Specification;

    public JobReport Write(JobOutcome outcome, string folder)
    {
        using var activity = JobsTelemetry.Source.StartActivity("write-report");
        Directory.CreateDirectory(folder);
        IReadOnlyDictionary<long, TrialOutcome> trials = TrialsOfParts.Of((TrialOutcomes)outcome.Lanes[0].Result);
        var history = StudyHistory.Of(Specification, trials);
        StudyResults results = new StudyAccount(job).Results(outcome, trials, history);
        string resultsFile = Path.Combine(folder, "study.json");
        // The numbers first: they are safe whatever happens to the pictures.
        AtomicFile.Write(resultsFile, JsonDocumentText.Write(results));
        AtomicFile.Write(Path.Combine(folder, "results.csv"), StudyCsv.Write(results, Specification.Space));
        if (results.Best is { } best && Specification.Objective is TrainingObjectiveSpecification training)
            AtomicFile.Write(
                Path.Combine(folder, "best.yaml"),
                Encoding.UTF8.GetBytes(TrialYaml(results, best.Trial, training, trials[best.Trial], "best")));
        WriteFront(results, trials, folder);
        if (job.KeepsFiles && !outcome.IsGlance)
        {
            RemoveCheckpoints(trials, results.Complete);
            if (Specification.Keep is not null) new TrialFiles(job, trials).Keep(results, folder);
        }

        string page = Path.Combine(folder, "report.html");
        AtomicFile.Write(page, StudyPage.Write(results, Names, Ranked(results), [.. Draw(history, results, folder)]));
        return new JobReport(results.Complete, results.Digest, page, resultsFile, Summary(results)) { Failure = results.Failure };
    }

    /// <summary>Names of the files of a report that are there to be taken away.</summary>
    public static IReadOnlyList<string> FilesOf(StudySpecification specification, StudyResults results)
    {
        bool trains = specification.Objective is TrainingObjectiveSpecification;
        IEnumerable<string> front = (trains ? results.ParetoFront ?? [] : []).Select(number => $"front/{FrontFile(number)}");
        return ["study.json", "results.csv", .. trains && results.Best is not null ? (string[])["best.yaml"] : [], .. front];
    }

    private static string FrontFile(long number) => FormattableString.Invariant($"trial-{number}.yaml");

    private string[] Names => [.. Specification.Space.Parameters.Select(parameter => parameter.Name)];

    private static IEnumerable<(StudyFigureGroup Group, IReadOnlyList<RenderedFigure> Figures)> Draw(
        StudyHistory history, StudyResults results, string folder)
    {
        string figures = Path.Combine(folder, "figures");
        Directory.CreateDirectory(figures);
        foreach (StudyFigureGroup group in StudyFigures.Of(history, results))
        {
            IReadOnlyList<RenderedFigure> drawn = FigureRenderer.Render(group.Figures);
            RenderedFigure.Write(drawn, figures);
            yield return (group, drawn);
        }
    }

    /// <summary>
    /// Complete trials, the best first; with several metrics those of the front first, with constraints those that violate nothing.
    /// </summary>
    private IReadOnlyList<long> Ranked(StudyResults results)
    {
        HashSet<long> front = [.. results.ParetoFront ?? []];
        return
        [
            .. results.Trials.Where(trial => trial.Value is not null).OrderBy(trial => front.Contains(trial.Number) ? 0 : 1)
                .ThenBy(trial => Specification.Scaled(trial.Constraints ?? []).Sum(excess => Math.Max(0, excess)))
                .ThenBy(trial => Specification.Directions[0] == Direction.Minimize ? trial.Value : -trial.Value)
                .ThenBy(trial => trial.Number)
                .Select(trial => trial.Number),
        ];
    }

    /// <summary>Of trainings with several metrics: front/trial-N.yaml for each trial of the front, and no other.</summary>
    private void WriteFront(StudyResults results, IReadOnlyDictionary<long, TrialOutcome> trials, string folder)
    {
        if (results.ParetoFront is not { } front || Specification.Objective is not TrainingObjectiveSpecification training) return;
        string target = Directory.CreateDirectory(Path.Combine(folder, "front")).FullName;
        string[] wanted = [.. front.Select(number => Path.Combine(target, FrontFile(number)))];
        foreach (string old in Directory.EnumerateFiles(target, "trial-*.yaml").Except(wanted)) File.Delete(old);
        foreach ((long number, string file) in front.Zip(wanted))
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(TrialYaml(results, number, training, trials[number], $"trial-{number}")));
    }

    private string TrialYaml(
        StudyResults results, long number, TrainingObjectiveSpecification training, TrialOutcome outcome, string suffix)
    {
        ParameterSet set = Specification.Space.Parse(outcome.Parameters);
        IEnumerable<(string Name, double Value)> numbers = results.Metrics.Zip(outcome.Values)
            .Concat(outcome.Measured.Count == 0 ? [] : Specification.Objective.Columns.Zip(outcome.Measured))
            .DistinctBy(pair => pair.First);
        string values = string.Join(", ", numbers.Select(pair => $"{pair.Name} {NumberText.Value(pair.Value)}"));
        return $"# Trial {number} of {results.Trials.Count} of study {results.Name}: {values}, "
            + $"seed {Specification.Seed}.\n"
            + $"# {job.Id}, {results.Digest}\n"
            + training.Template.ToYaml(
                set.Values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())), $"{Specification.Name}-{suffix}");
    }

    private SummaryTable Summary(StudyResults results)
    {
        string[] names = Names;
        Dictionary<long, TrialResult> trials = results.Trials.ToDictionary(trial => trial.Number);
        IEnumerable<TrialResult> shown = Ranked(results).Select(number => trials[number]);
        return new SummaryTable(
            ["trial", .. results.Metrics, .. results.Constraints is null ? [] : (string[])["feasible"], .. names],
            [
                .. shown.Take(RowsOfSummary).Select(trial => (IReadOnlyList<string>)
                [
                    $"{trial.Number}", .. (trial.Values ?? [trial.Value!.Value]).Select(value => NumberText.Value(value)),
                    .. trial.Feasible is { } feasible ? (string[])[feasible ? "yes" : "no"] : [],
                    .. names.Select(name => trial.Params.TryGetValue(name, out object? value) ? StudyPage.Text(value) : ""),
                ]),
            ])
        {
            Note = Note(results),
        };
    }

    private static string Note(StudyResults results)
    {
        var counts = results.Trials.CountBy(trial => trial.State).OrderBy(pair => pair.Key, StringComparer.Ordinal);
        string states = string.Join(", ", counts.Select(pair => $"{pair.Value} {pair.Key}"));
        string cost = results.Steps is { Full: > 0 } steps
            ? string.Create(CultureInfo.InvariantCulture, $"; {100.0 * steps.Run / steps.Full:0.#} % of the full cost") : "";
        string stopped = results.Stopped is { } why ? "; stopped: " + why : "";
        return string.Join('\n', [$"{results.Trials.Count} trials: {states}{cost}{stopped}", .. results.Notes]);
    }

    /// <summary>Those of paused trials stay where they may go on: in an incomplete study, or in one that is given more trials.</summary>
    private void RemoveCheckpoints(IReadOnlyDictionary<long, TrialOutcome> trials, bool complete)
    {
        bool keepsPaused = Specification.Plan is { } plan && (plan.KeepsPaused || !complete);
        foreach ((long number, TrialOutcome trial) in trials)
        {
            if (keepsPaused && trial.State == TrialState.Pruned) continue;
            new TrialFolder(job.OutputFolder, number, trial.Parameters).RemoveCheckpoints();
        }
    }
}
