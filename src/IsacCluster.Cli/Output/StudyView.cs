using System.Globalization;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Reporting;

namespace IsacCluster.Cli.Output;

/// <summary>Studies on stdout.</summary>
internal static class StudyView
{
    private const string Unknown = "-";

    public static void List(IReadOnlyList<(JobSummary Job, StudyResults? Results)> studies, bool json)
    {
        if (json)
        {
            JsonOutput.Write(studies.Select(study => new
            {
                Id = study.Job.Id.Value,
                State = JobsView.State(study.Job),
                Trials = study.Results?.Trials.Count,
                study.Job.Wanted,
                study.Results?.Metrics,
                study.Results?.Directions,
                study.Results?.Best,
                study.Results?.ParetoFront,
                study.Results?.Hypervolume,
                study.Job.Damage,
            }));
            return;
        }

        if (studies.Count == 0)
        {
            Console.WriteLine("no studies");
            return;
        }

        new ConsoleTable(
            [new("study"), new("state"), new("trials", 1), new("metric", 2), new("best", 1), new("of trial", 2), new("sampler", 3)],
            [.. studies.Select(study => Row(study.Job, study.Results))]).Write();
    }

    public static void Show(StudyResults results, int top)
    {
        Line("study", results.JobId);
        Line("search", $"{results.Sampler}, pruner {results.Pruner}, {results.Mode}, {NumberText.Count(results.Parallel)} at a time");
        Line("metrics", string.Join(", ", results.Metrics.Zip(results.Directions, (metric, direction) => $"{direction} {metric}")));
        if (results.Constraints is { } constraints) Line("subject to", string.Join(", ", constraints));
        Line("trials", string.Join(", ", results.Trials.CountBy(trial => trial.State).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{NumberText.Count(pair.Value)} {pair.Key}").DefaultIfEmpty("none yet"))
            + (results.Constraints is null ? "" : $", {NumberText.Count(results.Trials.Count(trial => trial.Feasible == true))} feasible")
            + (results.Complete ? "" : "; not complete"));
        if (results.Hypervolume is { } volume) Line("hypervolume", NumberText.Value(volume));
        Line("digest", results.Digest);
        Console.WriteLine();
        TrialResult[] best = [.. Ranked(results).Take(top)];
        if (best.Length > 0) Trials(results, best);
        foreach (string note in (string[])[.. results.Failure is { } failure ? [failure + "."] : Array.Empty<string>(), .. results.Notes])
            Console.WriteLine(ConsoleWidth.Wrap(note, ConsoleWidth.OfOutput));
    }

    public static void Trials(StudyResults results, IReadOnlyList<TrialResult> trials)
    {
        if (trials.Count == 0) return;
        string[] measured = [.. (trials[0].Measured?.Keys ?? []).Except(results.Metrics)];
        string[] names = [.. trials.SelectMany(trial => trial.Params.Keys).Distinct()];
        new ConsoleTable(
            [
                new("trial"), .. results.Metrics.Select(metric => new ConsoleColumn(metric)),
                .. measured.Select(name => new ConsoleColumn(name, 1)),
                .. results.Constraints is null ? [] : (ConsoleColumn[])[new("feasible", 1)],
                .. names.Select((name, rank) => new ConsoleColumn(name, rank + 2)),
            ],
            [
                .. trials.Select(trial => (IReadOnlyList<string>)
                [
                    trial.Number.ToString(CultureInfo.InvariantCulture), .. Values(trial).Select(value => NumberText.Value(value)),
                    .. measured.Select(name => trial.Measured is { } numbers ? NumberText.Value(numbers[name]) : Unknown),
                    .. trial.Feasible is { } feasible ? (string[])[feasible ? "yes" : "no"] : [],
                    .. names.Select(name => trial.Params.TryGetValue(name, out object? value) ? Text(value) : ""),
                ]),
            ]).Write();
    }

    /// <summary>The best trial, or the front.</summary>
    public static IEnumerable<TrialResult> Best(StudyResults results)
    {
        HashSet<long> numbers = [.. results.ParetoFront ?? (results.Best is { } best ? [best.Trial] : [])];
        return results.Trials.Where(trial => numbers.Contains(trial.Number));
    }

    public static string WhyNone(StudyResults results) => results.Failure is { } failure ? $"{failure}."
        : results.Notes.Count > 0 && results.Trials.Count > 0 ? results.Notes[^1] : "no trial has ended yet.";

    /// <summary>Complete trials: the front, or feasible ones, first.</summary>
    private static IEnumerable<TrialResult> Ranked(StudyResults results)
    {
        HashSet<long> front = [.. results.ParetoFront ?? []];
        int sign = results.Directions[0] == "minimize" ? 1 : -1;
        return results.Trials.Where(trial => trial.Value is not null).OrderBy(trial => front.Contains(trial.Number) ? 0 : 1)
            .ThenBy(trial => trial.Feasible == false ? 1 : 0).ThenBy(trial => sign * trial.Value);
    }

    private static IReadOnlyList<double> Values(TrialResult trial) =>
        trial.Values is { Count: > 0 } several ? several : [trial.Value!.Value];

    private static IReadOnlyList<string> Row(JobSummary job, StudyResults? results) =>
    [
        job.Id.Value, JobsView.State(job), JobsView.Done(job), results is null ? Unknown : string.Join(", ", results.Metrics),
        results?.Best is { } best ? NumberText.Value(best.Value)
            : results?.ParetoFront is { } front ? NumberText.Count(front.Count, "trial") + " on the front" : Unknown,
        results?.Best is { } of ? of.Trial.ToString(CultureInfo.InvariantCulture) : Unknown, results?.Sampler ?? Unknown,
    ];

    private static void Line(string name, string text) => Console.WriteLine($"{name,-12}{text}");

    private static string Text(object value) =>
        value is double real ? NumberText.Value(real) : string.Create(CultureInfo.InvariantCulture, $"{value}");
}
