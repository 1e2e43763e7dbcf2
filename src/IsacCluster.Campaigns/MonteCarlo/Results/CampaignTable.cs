using System.Globalization;
using IsacCluster.Jobs;
using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>
/// The console summary of a campaign, one row per point and algorithm; "n/inf/fail" are the samples that are averaged, and those that are
/// excluded as infeasible and as failed. Metrics of the campaign follow, as far as the terminal is wide; the value of what designs optimise
/// is always shown.
/// </summary>
public static class CampaignTable
{
    private const string Objective = "objective_value";

    /// <summary>Rows in the order of the results. The ratio is to sdr, or to the first algorithm where sdr was not run.</summary>
    public static SummaryTable Of(CampaignResults results)
    {
        string? reference = ReferenceAlgorithm.Of(results);
        IReadOnlyList<MetricDescription> metrics = results.Metrics ?? [];
        string[] headers =
        [
            "point", "algorithm", "n/inf/fail", "mse (W²)", reference is null ? "ratio" : $"ratio to {reference}",
            "satisfaction", "mean time", .. metrics.Select(metric => Title(metric)),
        ];
        var rows = from point in results.Points
                   from algorithm in point.Algorithms
                   select Row(point, algorithm, reference, metrics);
        IEnumerable<string?> notes =
        [
            SolveRate.Of(results).ToString(), Exclusions.Sentence(results), Trajectories(results),
            .. IntervalNotes.Lines(results, reference),
        ];
        return new SummaryTable(headers, rows.ToList())
        {
            Note = string.Join('\n', notes.OfType<string>()),
            Ranks = [0, 0, 0, 1, 0, 0, 2, .. metrics.Select((metric, i) => metric.Name == Objective ? 0 : 3 + i)],
            Grouped = true,
        };
    }

    private static IReadOnlyList<string> Row(
        PointResults point, AlgorithmResults algorithm, string? reference, IReadOnlyList<MetricDescription> metrics) =>
    [
        PointText.Label(point),
        algorithm.Name,
        $"{Count(algorithm.Counted)}/{Count(algorithm.Infeasible)}/{Count(algorithm.Failed)}",
        IntervalWords.PlusMinus(algorithm.Mse.Mean, algorithm.Mse.Ci95, algorithm.NEff, algorithm.IntervalNote),
        RatioText(algorithm, reference),
        NumberText.Percent(algorithm.Satisfaction, algorithm.SatisfactionCi95),
        NumberText.Seconds(algorithm.TimeS.Mean),
        .. metrics.Select(metric => Mean(algorithm.Metrics?.GetValueOrDefault(metric.Name))),
    ];

    private static string Mean(MetricResults? metric) => metric is null
        ? NumberText.Undefined : IntervalWords.PlusMinus(metric.Mean, metric.Ci95, metric.NEff, metric.IntervalNote);

    private static string Title(MetricDescription metric) =>
        metric.Unit.Length == 0 ? metric.Name.Replace('_', ' ') : $"{metric.Name.Replace('_', ' ')} ({metric.Unit})";

    private static string Count(long samples) => samples.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null where samples are independent.</summary>
    private static string? Trajectories(CampaignResults results)
    {
        long trajectories = results.Points.Sum(point => point.Algorithms.Max(algorithm => algorithm.Trajectories) ?? 0);
        string name = trajectories == 1 ? "trajectory" : "trajectories";
        return trajectories == 0 ? null
            : $"Samples of one trajectory depend on each other: intervals rest on {NumberText.Count(trajectories)} {name}.";
    }

    private static string RatioText(AlgorithmResults algorithm, string? reference)
    {
        if (reference is null) return NumberText.Undefined;
        if (algorithm.Name == reference) return "1";
        return algorithm.PairedMseRatioTo.TryGetValue(reference, out var ratio)
            ? IntervalWords.WithInterval(ratio)
            : NumberText.Undefined;
    }
}
