using IsacCluster.Campaigns.Studies.Objectives;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Jobs;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// Evaluates trials on one thread: seed after seed while another is worth it, again after a failure, from the trial's checkpoint after a
/// crash. A trial that fails on its last attempt is an outcome like any other.
/// </summary>
internal sealed class StudyRunner(StudyJob job, ITrialObjective objective, TimeProvider time) : ITaskRunner
{
    private StudySpecification Specification => job.Specification;

    private int Sign => Specification.Directions[0] == Direction.Minimize ? 1 : -1;

    public TaskOutput Run(TaskRange range, CancellationToken cancellation)
    {
        if (range.Count != 1) throw new InvalidDataException($"A task of a study is one trial, not {range.Count}.");
        TrialArgument argument = TrialArgument.FromBytes(range.Argument);
        long started = time.GetTimestamp();
        foreach ((long number, string parameters) in argument.Discards) Discard(new TrialFolder(job.OutputFolder, number, parameters));
        var results = new TrialOutcomes();
        TrialOutcome outcome = Evaluate(range.First, argument, cancellation) with { Part = argument.Part };
        double seconds = time.GetElapsedTime(started).TotalSeconds;
        results.Add(range.First, argument.Known.Count > 0 ? outcome : outcome with { DurationS = seconds });
        var stage = new StageTime(1, seconds);
        return new TaskOutput(results, new Dictionary<string, StageTime> { [objective.Stage] = stage });
    }

    public void Dispose() { }

    private void Discard(TrialFolder folder)
    {
        if (Specification.Plan is null) folder.Remove();
        else folder.RemoveCheckpoints();
    }

    private TrialOutcome Evaluate(long task, TrialArgument argument, CancellationToken cancellation)
    {
        long number = argument.Part?.Trial ?? task;
        if (argument.Known.Count > 0) return argument.KnownOutcome();
        ParameterSet parameters = Specification.Space.Parse(argument.Parameters);
        TrialFolder? folder = job.KeepsFiles ? new TrialFolder(job.OutputFolder, number, argument.Parameters) : null;
        long? part = argument.Part is null ? null : task;
        TrialProgress progress = folder?.Begin(part) ?? TrialProgress.None with { Attempts = 1 };
        while (true)
        {
            try
            {
                return Attempt(number, parameters, argument, folder, PartOf(task, argument, folder), ref progress, cancellation);
            }
            catch (TrialFailedException failure)
            {
                progress = progress with { Failures = progress.Failures + 1, ResultsFrom = failure.OutputEnd };
                folder?.Save(progress);
                if (!failure.MayPass || progress.Failures > Specification.Retries) return Failed(argument, progress, failure.Message);
                progress = folder?.Begin(part) ?? progress with { Attempts = progress.Attempts + 1 };
            }
        }
    }

    private PartRun? PartOf(long task, TrialArgument argument, TrialFolder? own)
    {
        if (argument.Part is not { } part) return null;
        bool isOther = argument.Source is { } other && other.Key != part.Trial;
        TrialFolder? source = argument.Source is { } from && isOther ? new TrialFolder(job.OutputFolder, from.Key, from.Value)
            : part.Source is null ? null : own;
        return new PartRun(task, part, source?.FullPath, isOther ? argument.Source!.Value.Value : null);
    }

    private TrialOutcome Attempt(
        long number, ParameterSet parameters, TrialArgument argument, TrialFolder? folder, PartRun? part, ref TrialProgress progress,
        CancellationToken cancellation)
    {
        int ignored = 0;
        while (progress.Seeds.Count == 0
            || (progress.Seeds.Count < Specification.Seeds && argument.Evidence.WantsAnother(FirstCosts(progress))))
        {
            var run = new TrialRun(
                number, progress.Seeds.Count, parameters, folder?.FullPath, argument.Bounds, Sign, progress.ResultsFrom, part);
            IReadOnlyList<double>? measured = objective.Evaluate(run, cancellation);
            if (run.Replicate == 0) ignored = run.Ignored;
            if (measured is null)
                return Ended(argument, progress, TrialState.Pruned) with { Intermediate = [.. run.ReportedHere], Ignored = ignored };
            Check(Specification.Objective, measured);
            progress = progress with
            {
                Seeds = [.. progress.Seeds, measured],
                ResultsFrom = 0,
                Intermediate = run.Replicate == 0 ? [.. run.ReportedHere] : progress.Intermediate,
            };
            if (Specification.Seeds > 1) folder?.Save(progress);
        }

        TrialValues[] seeds = [.. progress.Seeds.Select(Specification.Objective.Judge)];
        return Ended(argument, progress, TrialState.Complete) with
        {
            Values = Means([.. seeds.Select(seed => seed.Objectives)]),
            Constraints = Means([.. seeds.Select(seed => seed.Excesses)]),
            Measured = Specification.Objective.Judges ? Means(progress.Seeds) : [],
            Replicates = [.. seeds.Select(seed => seed.Objectives[0])],
            Intermediate = progress.Intermediate,
            Ignored = ignored,
        };
    }

    /// <exception cref="TrialFailedException">Something that was measured, or what it comes to, is not finite.</exception>
    internal static void Check(ObjectiveSpecification objective, IReadOnlyList<double> measured)
    {
        if (!measured.All(double.IsFinite)) throw new TrialFailedException("a value is not finite", mayPass: false);
        TrialValues values = objective.Judge(measured);
        string? wrong = objective.Metrics.Where((_, k) => !double.IsFinite(values.Objectives[k]))
            .Concat(objective.Constraints.Where((_, k) => !double.IsFinite(values.Excesses[k])).Select(constraint => constraint.Text))
            .FirstOrDefault();
        if (wrong is not null)
        {
            string of = string.Join(", ", objective.Columns.Zip(measured, (name, value) => FormattableString.Invariant($"{name} {value}")));
            throw new TrialFailedException($"'{wrong}' is not finite with {of}", mayPass: false);
        }
    }

    /// <summary>Over seeds, of each number that a seed has.</summary>
    private static double[] Means(IReadOnlyList<IReadOnlyList<double>> seeds) =>
        [.. Enumerable.Range(0, seeds[0].Count).Select(k => Mean([.. seeds.Select(numbers => numbers[k])]))];

    /// <summary>Finite where the values are.</summary>
    private static double Mean(double[] values) =>
        values.Average() is var mean && double.IsFinite(mean) ? mean : values.Sum(value => value / values.Length);

    private double[] FirstCosts(TrialProgress progress) =>
        [.. progress.Seeds.Select(measured => Sign * Specification.Objective.Judge(measured).Objectives[0])];

    private static TrialOutcome Failed(TrialArgument argument, TrialProgress progress, string error) =>
        Ended(argument, progress, TrialState.Failed) with { Error = error.ReplaceLineEndings(" ") };

    private static TrialOutcome Ended(TrialArgument argument, TrialProgress progress, TrialState state) =>
        new() { Parameters = argument.Parameters, State = state, Attempts = progress.Attempts };
}
