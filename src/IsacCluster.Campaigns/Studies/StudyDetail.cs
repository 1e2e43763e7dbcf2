using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Search.Space;

namespace IsacCluster.Campaigns.Studies;

/// <summary>How a study stands, with the numbers of study.json, and its running trials as far as their folders tell.</summary>
internal static class StudyDetail
{
    private const string Failed = "failed";

    public static JobDetail Of(StudyJob job, JobOutcome outcome, bool runs)
    {
        IReadOnlyDictionary<long, TrialOutcome> trials = TrialsOfParts.Of((TrialOutcomes)outcome.Lanes[0].Result);
        StudyResults results = new StudyAccount(job).Results(outcome, trials, StudyHistory.Of(job.Specification, trials));
        List<TrialLine> lines = [.. results.Trials.Select(TrialLine.Of)];
        if (runs && job.KeepsFiles) lines.AddRange(RunningTrials.Of(job, trials));
        TrialResult[] failed = [.. results.Trials.Where(trial => trial.State == Failed)];
        return new JobDetail
        {
            Sections = new Dictionary<string, object>
            {
                ["study"] = new
                {
                    Direction = results.Directions,
                    results.Metrics,
                    results.Sampler,
                    results.Pruner,
                    results.Mode,
                    Parallel = job.Specification.Parallel,
                    Target = job.Specification.RunnableTrials,
                    Space = job.Specification.Space.Parameters.Select(ParameterLine.Of),
                    results.Constraints,
                    results.Best,
                    Trials = lines.OrderBy(trial => trial.Number).ToList(),
                    Front = results.ParetoFront ?? [],
                    results.Hypervolume,
                    Importances = results.Importances.Count == 0
                        ? null
                        : results.Importances.OrderByDescending(pair => pair.Value)
                            .Select(pair => new { Name = pair.Key, pair.Value }).ToList(),
                    results.Stopped,
                    results.Notes,
                    Files = StudyReport.FilesOf(job.Specification, results),
                },
            },
            Rows = Rows(job, results),
            Failures =
            [
                .. failed.Select(trial => new ListedFailure(
                    trial.Number, 0, null, null, null, Failed, trial.Error ?? "no reason is known", null)),
            ],
            FailureCount = failed.Length,
        };
    }

    private static IReadOnlyList<GlanceRow> Rows(StudyJob job, StudyResults results)
    {
        string states = string.Join(", ", results.Trials.CountBy(trial => trial.State).Select(pair => $"{pair.Value} {pair.Key}"));
        string best = results.Best is { } found ? $"best {results.Metrics[0]} {NumberText.Value(found.Value)} of trial {found.Trial}"
            : results.ParetoFront is { Count: > 0 } front ? $"{NumberText.Count(front.Count, "trial")} on the front"
            : "none is complete yet";
        double done = (double)results.Trials.Count / Math.Max(1, job.Specification.RunnableTrials);
        return [new GlanceRow("trials", done, states.Length == 0 ? best : $"{best}; {states}", null, null, results.Complete)];
    }
}

/// <summary>A trial in a list.</summary>
/// <param name="State">complete, pruned, failed or running.</param>
/// <param name="Intermediate">Pairs of step and value.</param>
/// <param name="DurationS">As in study.json; null of one that runs.</param>
internal sealed record TrialLine(
    long Number, string State, double? Value, IReadOnlyList<double>? Values, IReadOnlyDictionary<string, object> Params,
    IReadOnlyList<double[]> Intermediate, int Attempts, double? DurationS, string? Message, IReadOnlyList<double>? Seeds = null,
    double[]? Ci95 = null, bool? Feasible = null, IReadOnlyList<double>? Constraints = null,
    IReadOnlyDictionary<string, double>? Measured = null)
{
    public static TrialLine Of(TrialResult trial) => new(
        trial.Number, trial.State, trial.Value, trial.Values, trial.Params, trial.Intermediate, trial.Attempts, trial.DurationS,
        trial.Error, trial.Seeds, trial.Ci95, trial.Feasible, trial.Constraints, trial.Measured);
}

/// <summary>A parameter of a space.</summary>
/// <param name="Kind">float, int or choice.</param>
/// <param name="When">"kernel = rbf": the parameter is there only then; null: always.</param>
internal sealed record ParameterLine(
    string Name, string Kind, double? Low, double? High, bool Log, IReadOnlyList<string>? Choices, string? When)
{
    public static ParameterLine Of(Parameter parameter)
    {
        string? when = parameter.When is { } condition ? $"{condition.Parameter} = {string.Join(" or ", condition.Values)}" : null;
        return parameter switch
        {
            FloatParameter real => new ParameterLine(parameter.Name, "float", real.Low, real.High, real.Log, null, when),
            IntParameter whole => new ParameterLine(parameter.Name, "int", whole.Low, whole.High, whole.Log, null, when),
            CategoricalParameter choice => new ParameterLine(parameter.Name, "choice", null, null, false, choice.Categories, when),
            _ => new ParameterLine(parameter.Name, "other", null, null, false, null, when),
        };
    }
}
