using System.Globalization;
using System.Security.Cryptography;
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
using IsacCluster.Specifications;

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
        IReadOnlyDictionary<long, TrialOutcome> trials = ((TrialOutcomes)outcome.Lanes[0].Result).Trials;
        var history = StudyHistory.Of(Specification, trials);
        StudyResults results = Results(outcome, trials, history);
        string resultsFile = Path.Combine(folder, "study.json");
        // The numbers first: they are safe whatever happens to the pictures.
        AtomicFile.Write(resultsFile, JsonDocumentText.Write(results));
        AtomicFile.Write(Path.Combine(folder, "results.csv"), StudyCsv.Write(results, Specification.Space));
        if (results.Best is { } best && Specification.Objective is TrainingObjectiveSpecification training)
            AtomicFile.Write(
                Path.Combine(folder, "best.yaml"),
                Encoding.UTF8.GetBytes(TrialYaml(results, best.Trial, training, trials[best.Trial], "best")));
        WriteFront(results, trials, folder);
        if (job.KeepsFiles && !outcome.IsGlance) RemoveCheckpoints(trials);
        string page = Path.Combine(folder, "report.html");
        AtomicFile.Write(page, StudyPage.Write(results, Names, Ranked(results), [.. Draw(history, results, folder)]));
        return new JobReport(results.Complete, results.Digest, page, resultsFile, Summary(results)) { Failure = results.Failure };
    }

    private string[] Names => [.. Specification.Space.Parameters.Select(parameter => parameter.Name)];

    private static IEnumerable<(StudyFigureGroup Group, IReadOnlyList<RenderedFigure> Figures)> Draw(
        StudyHistory history, StudyResults results, string folder)
    {
        string figures = Path.Combine(folder, "figures");
        Directory.CreateDirectory(figures);
        foreach (StudyFigureGroup group in StudyFigures.Of(history, results))
        {
            List<RenderedFigure> drawn = [.. group.Figures.Select(FigureRenderer.Render)];
            foreach (RenderedFigure figure in drawn) figure.WriteTo(figures);
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

    public StudyResults Results(JobOutcome outcome, IReadOnlyDictionary<long, TrialOutcome> trials, StudyHistory history)
    {
        bool ended = StopWatch.HasEnded(Specification, trials) && trials.Count < Specification.RunnableTrials;
        bool complete = (ended || trials.Count >= Specification.RunnableTrials) && outcome.Poisoned.Count == 0;
        bool several = Specification.Directions.Count > 1;
        return new StudyResults
        {
            Name = Specification.Name,
            JobId = job.Id,
            Digest = Digest(trials),
            Complete = complete,
            Stopped = ended ? $"{NumberText.Count(Specification.Stop!.NoBetter, "trial")} in a row were no better"
                : complete ? null : Stopped(trials),
            Metrics = Specification.Objective.Metrics,
            Directions = [.. Specification.Directions.Select(EnumNames<Direction>.Of)],
            Sampler = Specification.Sampler.ToString(),
            Pruner = Specification.Pruner.ToString(),
            Mode = EnumNames<StudyMode>.Of(Specification.Mode),
            Parallel = Specification.Parallel,
            Constraints = Specification.Objective.Constraints is { Count: > 0 } constraints
                ? [.. constraints.Select(constraint => constraint.Text)] : null,
            Best = several ? null : Best(history, trials),
            ParetoFront = several ? [.. history.Front.Select(trial => trial.Number)] : null,
            Hypervolume = several ? history.Hypervolume : null,
            Importances = history.Importances,
            ConstraintImportances = Specification.Objective.Constraints.Count > 0 ? history.ConstraintImportances : null,
            Failure = StudyNotes.Failure(trials),
            PriorTrials = Specification.Prior?.Trials.Count ?? 0,
            PriorSkipped = Specification.Prior is { Skipped.Count: > 0 } prior ? prior.Skipped : null,
            Notes = StudyNotes.Of(Specification, trials),
            Trials = [.. trials.Select(trial => Row(trial.Key, trial.Value))],
            Steps = Specification.Objective.Steps is > 1 and { } steps ? Cost(trials, steps) : null,
            Timing = outcome.Timing,
            Tasks = outcome.Tasks,
            Poisoned = outcome.Poisoned,
            Manifest = Manifest.Of(outcome, job.Id, Specification.SpecSha256, Specification.Seed),
            Specification = outcome.SpecificationText,
            History = outcome.History,
        };
    }

    private string? Stopped(IReadOnlyDictionary<long, TrialOutcome> trials)
    {
        int failed = trials.Values.Count(trial => trial.State == TrialState.Failed);
        return failed > Specification.MaxFailures
            ? $"{NumberText.Count(failed, "trial")} failed, more than max_failures {Specification.MaxFailures}" : null;
    }

    private BestTrial? Best(StudyHistory history, IReadOnlyDictionary<long, TrialOutcome> trials) => history.Study.Best is { } best
        ? new BestTrial(best.Number, best.Values[0], Params(Specification.Space.Parse(trials[best.Number].Parameters)))
        : null;

    private TrialResult Row(long number, TrialOutcome outcome) => new()
    {
        Number = number,
        Params = Params(Specification.Space.Parse(outcome.Parameters)),
        Value = outcome.Values.Count > 0 ? outcome.Values[0] : null,
        Values = Specification.Directions.Count > 1 ? outcome.Values : null,
        State = EnumNames<TrialState>.Of(outcome.State),
        Constraints = outcome.Constraints.Count > 0 ? outcome.Constraints : null,
        Feasible = Specification.Objective.Constraints.Count > 0 ? outcome.IsFeasible : null,
        Measured = outcome.Measured.Count > 0
            ? new OrderedDictionary<string, double>(Specification.Objective.Columns.Zip(outcome.Measured, KeyValuePair.Create)) : null,
        Intermediate = [.. outcome.Intermediate.Select(value => new[] { value.Step, value.Value })],
        Attempts = outcome.Attempts,
        Seeds = Specification.Seeds > 1 && outcome.Replicates.Count > 0 ? outcome.Replicates : null,
        Ci95 = ReplicationEvidence.Interval(outcome.Replicates) is { } interval ? [interval.Low, interval.High] : null,
        IgnoredReports = outcome.Ignored > 0 ? outcome.Ignored : null,
        Error = outcome.Error,
    };

    /// <summary>Active parameters, as JSON has them.</summary>
    public static OrderedDictionary<string, object> Params(ParameterSet set) => new(set.Values.Select(pair => KeyValuePair.Create(
        pair.Key, pair.Value.Kind switch
        {
            ParameterKind.Category => pair.Value.Text!,
            ParameterKind.Whole => pair.Value.Whole,
            _ => (object)pair.Value.Number,
        })));

    private static StepCost Cost(IReadOnlyDictionary<long, TrialOutcome> trials, long steps)
    {
        TrialOutcome[] run = [.. trials.Values.Where(trial => trial.State != TrialState.Failed)];
        return new StepCost(run.Sum(trial => trial.Intermediate.Count == 0 ? 0 : trial.Intermediate[^1].Step), steps * run.Length);
    }

    private static string Digest(IReadOnlyDictionary<long, TrialOutcome> trials)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("isac-study-v1\n"u8);
        foreach ((long number, TrialOutcome trial) in trials)
        {
            string values = string.Join(',', trial.Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
            string excesses = string.Concat(
                trial.Constraints.Select(excess => "|" + excess.ToString("R", CultureInfo.InvariantCulture)));
            string line = string.Create(CultureInfo.InvariantCulture, $"{number}|{trial.State}|{trial.Parameters}|{values}{excesses}\n");
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        }

        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    /// <summary>Of trainings with several metrics: front/trial-N.yaml for each trial of the front, and no other.</summary>
    private void WriteFront(StudyResults results, IReadOnlyDictionary<long, TrialOutcome> trials, string folder)
    {
        if (results.ParetoFront is not { } front || Specification.Objective is not TrainingObjectiveSpecification training) return;
        string target = Directory.CreateDirectory(Path.Combine(folder, "front")).FullName;
        string[] wanted = [.. front.Select(number => Path.Combine(target, FormattableString.Invariant($"trial-{number}.yaml")))];
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

    private void RemoveCheckpoints(IReadOnlyDictionary<long, TrialOutcome> trials)
    {
        foreach ((long number, TrialOutcome trial) in trials)
            new TrialFolder(job.OutputFolder, number, trial.Parameters).RemoveCheckpoints();
    }
}
