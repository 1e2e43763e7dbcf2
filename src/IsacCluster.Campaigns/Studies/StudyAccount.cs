using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;
using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Studies;

/// <summary>What a study has come to: study.json.</summary>
internal sealed class StudyAccount(StudyJob job)
{
    private StudySpecification Specification => job.Specification;

    /// <param name="history">Of these trials.</param>
    /// <param name="importances">Whether forests are grown for them; else they are empty.</param>
    public StudyResults Results(
        JobOutcome outcome, IReadOnlyDictionary<long, TrialOutcome> trials, StudyHistory history, bool importances = true)
    {
        bool ended = StopWatch.HasEnded(Specification, trials) && trials.Count < Specification.RunnableTrials;
        bool complete = (ended || (trials.Count >= Specification.RunnableTrials && IsOver(outcome))) && outcome.Poisoned.Count == 0;
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
            Importances = importances ? history.Importances : new Dictionary<string, double>(),
            ConstraintImportances = importances && Specification.Objective.Constraints.Count > 0 ? history.ConstraintImportances : null,
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

    /// <summary>Whether no paused trial goes on.</summary>
    private bool IsOver(JobOutcome outcome) =>
        Specification.Plan is null || PartSequencer.IsOverAfter(Specification, outcome.Lanes[0].Result);

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
        DurationS = outcome.DurationS,
        Seeds = Specification.Seeds > 1 && outcome.Replicates.Count > 0 ? outcome.Replicates : null,
        Ci95 = ReplicationEvidence.Interval(outcome.Replicates) is { } interval ? [interval.Low, interval.High] : null,
        IgnoredReports = outcome.Ignored > 0 ? outcome.Ignored : null,
        Parts = outcome.Parts > 1 ? outcome.Parts : null,
        Begins = outcome.Begins,
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
        long computed = run.Sum(trial => trial.Intermediate.Count == 0 ? 0 : trial.Intermediate[^1].Step - (trial.Begins?.Step ?? 0));
        return new StepCost(computed, steps * run.Length);
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
}
